import { flatten, type Texts } from '#kit/texts.ts';

const files = import.meta.glob<Texts>(['../kit/locale/en.json', '../platform/locale/en.json', './locale/en.json'], {
  eager: true,
  import: 'default',
});

export const texts: Record<string, string> = Object.assign({}, ...Object.values(files).map((file) => flatten(file)));
export { default as antd } from 'antd/es/locale/en_US.js';
