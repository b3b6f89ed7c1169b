import { flatten, type Texts } from '#kit/texts.ts';

const files = import.meta.glob<Texts>(['../kit/locale/zh.json', '../platform/locale/zh.json', './locale/zh.json'], {
  eager: true,
  import: 'default',
});

export const texts: Record<string, string> = Object.assign({}, ...Object.values(files).map((file) => flatten(file)));
export { default as antd } from 'antd/es/locale/zh_CN.js';
