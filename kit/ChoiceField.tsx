import { Select } from 'antd';
import { Field, type FieldProps } from './fields.tsx';

export type Choice = { value: string; label: string; disabled?: boolean };

/** One of several, found by typing where there are many. `many` lets one choose more than one. */
export function ChoiceField(
  props: FieldProps & { choices: Choice[]; many?: boolean; placeholder?: string; onSearch?: (words: string) => void },
) {
  const { choices, many, placeholder, onSearch, ...field } = props;
  const searches = onSearch ? { filterOption: false as const, onSearch } : { optionFilterProp: 'label' };
  return (
    <Field {...field}>
      <Select
        options={choices}
        mode={many ? 'multiple' : undefined}
        placeholder={placeholder}
        showSearch={onSearch || choices.length > 7 ? searches : false}
        allowClear={field.optional}
      />
    </Field>
  );
}
