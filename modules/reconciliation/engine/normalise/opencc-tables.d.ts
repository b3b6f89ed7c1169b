declare module 'opencc-js/dict/TSCharacters' {
  /** `繁 简` pairs of one character each, with `|` between them. */
  const pairs: string;
  export default pairs;
}
