import { Button, Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { yes, type Verdict } from '#platform/kernel/verdict.ts';
import { explain, issuesOf } from './explain.ts';
import { Mark } from './Mark.tsx';
import { VerdictButton } from './VerdictButton.tsx';

type EntryFormProps<Values> = {
  /** The deed, on the button: `保存联系人`. */
  submit: string;
  /** Throws or rejects with the server's refusal, which is then shown here and beside its fields. */
  onSubmit: (values: Values) => Promise<unknown>;
  initial?: Partial<Values>;
  /** May it be submitted at all; the button says why not. */
  verdict?: Verdict;
  onCancel?: { text: string; run: () => void };
  /** Hears every change, for a preview beside the form. */
  onChange?: (values: Values) => void;
  children: ReactNode;
};

/** One form: its fields, what the server said against it, and one button with the deed's name. */
export function EntryForm<Values extends object>(props: EntryFormProps<Values>) {
  const { submit, onSubmit, initial, verdict = yes, onCancel, onChange, children } = props;
  const [form] = Form.useForm<Values>();
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();

  async function send(values: Values) {
    setSending(true);
    setError(undefined);
    try {
      await onSubmit(values);
    } catch (failure) {
      setError(failure);
      const fields = issuesOf(failure).map((issue) => ({ name: issue.path ?? [], errors: [issue.message] }));
      if (fields.length > 0) form.setFields(fields as never);
    } finally {
      setSending(false);
    }
  }

  const explained = error === undefined ? undefined : explain(error);
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={initial}
      onFinish={(values) => void send(values)}
      onValuesChange={(_, values) => onChange?.(values as Values)}
      scrollToFirstError={{ focus: true, block: 'center' }}
      requiredMark={false}
    >
      {children}
      {explained && (
        <p role="alert" className="field-refusal">
          <Mark of="differs" /> {explained.text} <span className="quiet">{explained.help}</span>
        </p>
      )}
      <div className="row">
        <VerdictButton verdict={verdict} type="primary" htmlType="submit" loading={sending}>
          {submit}
        </VerdictButton>
        {onCancel && <Button onClick={onCancel.run}>{onCancel.text}</Button>}
      </div>
    </Form>
  );
}
