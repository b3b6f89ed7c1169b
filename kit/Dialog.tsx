import { Modal } from 'antd';
import type { ReactNode } from 'react';
import './dialog.css';

type DialogProps = {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  /** Buttons at the foot; none when left away. */
  foot?: ReactNode;
  width?: number;
  children: ReactNode;
};

/** A sheet laid over the page. Escape closes it, the page's keys rest meanwhile, and focus goes back to where it was. */
export function Dialog({ title, open, onClose, foot = null, width = 560, children }: DialogProps) {
  return (
    <Modal
      title={title}
      open={open}
      onCancel={onClose}
      footer={foot}
      width={width}
      destroyOnHidden
      mask={{ closable: false }}
    >
      {children}
    </Modal>
  );
}
