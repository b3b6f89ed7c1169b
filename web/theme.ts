import type { ThemeConfig } from 'antd';

/** The two grounds a page is printed on. */
export type Tone = 'light' | 'dark';

/**
 * Every colour of the house, by what it is for. Inks are readable (4.5 : 1) on paper, sheet, sunk and, from `ink2` up, on
 * the soft grounds; each strong colour is readable on its own soft ground. `theme.test.ts` holds this.
 */
const colours = {
  light: {
    paper: '#fbfaf6',
    sheet: '#ffffff',
    sunk: '#f4f2eb',
    line: '#e5e1d6',
    rule: '#efe9dc',
    edge: '#918b7c',
    ink: '#1c2024',
    ink2: '#50565d',
    ink3: '#666c73',
    azurite: '#1d5f72',
    'azurite-deep': '#164b5b',
    'azurite-soft': '#e3eef0',
    jade: '#256f4e',
    'jade-soft': '#e4f1ea',
    cinnabar: '#b93224',
    'cinnabar-soft': '#fae9e5',
    amber: '#8c5608',
    'amber-soft': '#faf0dc',
    seal: '#c23a2b',
    veil: '#1c202440',
    lift: '#1c20241f',
    watermark: '#1c20240f',
  },
  dark: {
    paper: '#131619',
    sheet: '#1a1e22',
    sunk: '#171a1e',
    line: '#2b3136',
    rule: '#23282d',
    edge: '#6d747b',
    ink: '#e9e6de',
    ink2: '#a9adb1',
    ink3: '#90969c',
    azurite: '#6fb6c8',
    'azurite-deep': '#8fcad9',
    'azurite-soft': '#1b3138',
    jade: '#6cc097',
    'jade-soft': '#193027',
    cinnabar: '#f0806f',
    'cinnabar-soft': '#3a201d',
    amber: '#ddaa55',
    'amber-soft': '#33290f',
    seal: '#e56a57',
    veil: '#00000099',
    lift: '#0000007a',
    watermark: '#e9e6de0d',
  },
} as const satisfies Record<Tone, Record<string, string>>;

export type Colour = keyof (typeof colours)['light'];

/** The colour's value on the ground, for the few places that cannot read a CSS variable. */
export function colour(tone: Tone, name: Colour): string {
  return colours[tone][name];
}

const sans = `-apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Segoe UI", Roboto, sans-serif`;
/** In English the Latin letters come first: a Chinese font sets ’ and “ as wide as a character. */
const latin = `"Segoe UI", "Helvetica Neue", Roboto, "Open Sans", "Noto Sans", Arial, "Liberation Sans"`;
const serif = `"Songti SC", "STSong", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "SimSun", Georgia, serif`;
const mono = `ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "DejaVu Sans Mono", "Noto Sans CJK SC", "Noto Sans SC", monospace`;

function declarations(tone: Tone): string {
  const lines = Object.entries(colours[tone]).map(([name, value]) => `--${name}:${value}`);
  return [`color-scheme:${tone}`, ...lines].join(';');
}

/**
 * The stylesheet that gives pages `var(--ink)` and the rest: light on paper and by default, dark by the system's wish or
 * `data-theme="dark"` on the root element. Nothing moves for whoever asked the system for less motion.
 */
export function themeStylesheet(): string {
  const fonts = `--sans:${sans};--serif:${serif};--mono:${mono}`;
  return [
    `:root{${fonts};${declarations('light')}}`,
    `:root[lang="en"]{--sans:${latin}, ${sans};--serif:Georgia, "Noto Serif", ${serif}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){${declarations('dark')}}}`,
    `@media screen{:root[data-theme="dark"]{${declarations('dark')}}}`,
    `@media (prefers-reduced-motion:reduce){*,::before,::after{animation-duration:0s!important;animation-delay:0s!important;animation-iteration-count:1!important;transition-duration:0s!important}}`,
  ].join('\n');
}

type Algorithm = Extract<NonNullable<ThemeConfig['algorithm']>, (...args: never[]) => unknown>;

/** The strong colours as antd's algorithm must leave them: on dark ground it would dim them again. */
function strong(tone: Tone) {
  const c = colours[tone];
  return {
    colorPrimary: c.azurite,
    colorPrimaryHover: c['azurite-deep'],
    colorPrimaryActive: c['azurite-deep'],
    colorPrimaryBg: c['azurite-soft'],
    colorInfo: c.azurite,
    colorLink: c.azurite,
    colorLinkHover: c['azurite-deep'],
    colorSuccess: c.jade,
    colorWarning: c.amber,
    colorError: c.cinnabar,
    colorErrorHover: c.cinnabar,
    colorErrorActive: c.cinnabar,
  };
}

/**
 * The same look for Ant Design: 32 px controls, 40 px rows, hairlines instead of shadows.
 *
 * @param algorithm antd's `theme.defaultAlgorithm` or `theme.darkAlgorithm`, handed in so that the build can read this file
 * without loading antd.
 * @param still nothing moves: the person asked the system for less motion.
 */
export function antTheme(tone: Tone, algorithm: Algorithm, still: boolean): ThemeConfig {
  const c = colours[tone];
  return {
    algorithm: [algorithm, (_seed, map) => ({ ...map!, ...strong(tone) })],
    hashed: false,
    token: {
      colorPrimary: c.azurite,
      colorInfo: c.azurite,
      colorSuccess: c.jade,
      colorWarning: c.amber,
      colorError: c.cinnabar,
      colorErrorBg: c['cinnabar-soft'],
      colorWarningBg: c['amber-soft'],
      colorSuccessBg: c['jade-soft'],
      colorInfoBg: c['azurite-soft'],
      colorLink: c.azurite,
      colorLinkHover: c['azurite-deep'],
      colorText: c.ink,
      colorTextSecondary: c.ink2,
      colorTextTertiary: c.ink3,
      colorTextQuaternary: c.ink3,
      colorTextPlaceholder: c.ink3,
      colorTextDisabled: c.ink3,
      colorTextLightSolid: c.paper,
      colorBgBase: c.sheet,
      colorBgLayout: c.paper,
      colorBgContainer: c.sheet,
      colorBgElevated: c.sheet,
      colorBgContainerDisabled: c.sunk,
      colorBgMask: c.veil,
      colorBorder: c.line,
      colorBorderSecondary: c.rule,
      colorSplit: c.rule,
      colorFill: c.watermark,
      controlOutline: c['azurite-soft'],
      fontFamily: 'var(--sans)',
      fontFamilyCode: mono,
      fontSize: 14,
      lineHeight: 22 / 14,
      controlHeight: 32,
      borderRadius: 6,
      borderRadiusLG: 6,
      borderRadiusSM: 4,
      sizeUnit: 4,
      sizeStep: 4,
      wireframe: false,
      motion: !still,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      boxShadow: `0 8px 24px ${c.lift}`,
      boxShadowSecondary: `0 8px 24px ${c.lift}`,
      boxShadowTertiary: 'none',
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        defaultColor: c.azurite,
        defaultHoverColor: c['azurite-deep'],
        contentFontSize: 14,
        paddingInline: 14,
        fontWeight: 400,
      },
      Table: {
        cellPaddingBlock: 8,
        cellPaddingInline: 16,
        headerBg: c.sheet,
        headerColor: c.ink3,
        headerSplitColor: c.rule,
      },
      Form: { itemMarginBottom: 24, labelColor: c.ink2, verticalLabelPadding: '0 0 4px' },
      Modal: { titleFontSize: 16 },
      Tooltip: { colorBgSpotlight: c.ink, colorTextLightSolid: c.paper },
      Input: { activeShadow: `0 0 0 2px ${c['azurite-soft']}` },
      Select: { optionSelectedBg: c['azurite-soft'] },
    },
  };
}
