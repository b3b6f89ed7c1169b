import { Button, type ButtonProps, Tooltip } from 'antd';
import { useId } from 'react';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { verdictText } from './explain.ts';
import './verdict-button.css';

type VerdictButtonProps = Omit<ButtonProps, 'disabled'> & { verdict: Verdict };

/**
 * A button that asks a policy first. When the answer is no it is grey, can still be reached by keyboard and finger, and
 * says why in the words of the refusal.
 */
export function VerdictButton({ verdict, children, onClick, ...button }: VerdictButtonProps) {
  const id = useId();
  const reason = verdictText(verdict);
  if (!reason)
    return (
      <Button {...button} onClick={onClick}>
        {children}
      </Button>
    );
  return (
    <Tooltip title={reason} trigger={['hover', 'focus', 'click']}>
      <Button
        {...button}
        type="default"
        danger={false}
        htmlType="button"
        className="ant-btn-disabled verdict-no"
        aria-disabled
        aria-describedby={id}
      >
        {children}
        <span id={id} className="unseen">
          {reason}
        </span>
      </Button>
    </Tooltip>
  );
}
