import 'virtual:theme.css';
import '../arrival.css';
import './sign-in.css';
import { returnPath } from '#kit/sign-in-return.ts';
import { language, setLanguage, setTone, tone } from '../look.ts';
import { element } from './element.ts';
import {
  type Answered,
  changePassword,
  type DemoPerson,
  demoPeople,
  type SetupState,
  setupState,
  signIn,
  verifyBackupCode,
  verifyCode,
} from './server.ts';
import { t } from './words.ts';

/** Where one is on the way in. */
type Step = { at: 'password' } | { at: 'code' } | { at: 'backup' } | { at: 'first-password' };

let setup: SetupState | null = null;
let demo: DemoPerson[] = [];
let step: Step = { at: 'password' };
const typed = { email: '', password: '' };

/** Draws the page anew; what was typed meanwhile stays, and so does the place where one types. */
function show() {
  const written = new Map([...document.querySelectorAll('input')].map(({ name, value }) => [name, value]));
  const at = document.activeElement instanceof HTMLInputElement ? document.activeElement.name : null;
  document.title = t('sign-in.title');
  const card = setup && !setup.firm ? firstRun() : form();
  document
    .getElementById('app')!
    .replaceChildren(
      element('main', {}, heading(), card, step.at === 'password' && demo.length > 0 && people(), recorded()),
      element('footer', {}, toneButton(), languageButton()),
    );
  for (const each of document.querySelectorAll('input')) each.value ||= written.get(each.name) ?? '';
  const place = document.querySelector<HTMLInputElement>(`input[name="${at}"]`);
  (place ?? document.querySelector<HTMLInputElement>('[data-first]'))?.focus();
}

function recorded() {
  return element('p', { class: 'hint recorded' }, t('sign-in.recorded'));
}

function heading() {
  return element('header', {}, element('h1', {}, '接力'), element('p', {}, t('sign-in.claim')));
}

function firstRun() {
  return element(
    'section',
    {},
    element('h2', {}, t('sign-in.setup.title')),
    element('p', { class: 'hint' }, t('sign-in.setup.text')),
    element('a', { class: 'primary', href: '/setup' }, t('sign-in.setup.link')),
  );
}

function form() {
  switch (step.at) {
    case 'password':
      return passwordForm();
    case 'code':
      return codeForm();
    case 'backup':
      return backupForm();
    case 'first-password':
      return firstPasswordForm();
  }
}

function passwordForm() {
  const email = field('email', {
    type: 'email',
    autocomplete: 'username',
    value: typed.email,
    'data-first': !typed.email,
  });
  const password = secret('password', { autocomplete: 'current-password', 'data-first': Boolean(typed.email) });
  return steps({
    submit: t('sign-in.submit'),
    fields: [email, password],
    after: element('p', { class: 'hint' }, t('sign-in.forgotten')),
    send: () => enter(input(email).value.trim(), input(password).value),
  });
}

async function enter(email: string, password: string): Promise<Answered> {
  Object.assign(typed, { email, password });
  return signIn(email, password);
}

function codeForm() {
  const code = field('code', {
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: '6',
    pattern: '[0-9]{6}',
    class: 'code',
    'data-first': true,
  });
  const sheet = steps({
    title: t('sign-in.code.title'),
    hint: t('sign-in.code.hint'),
    submit: t('sign-in.code.submit'),
    fields: [code],
    after: element(
      'p',
      { class: 'ways' },
      way(t('sign-in.back'), { at: 'password' }),
      way(t('sign-in.code.backup'), { at: 'backup' }),
    ),
    send: () => verifyCode(input(code).value),
  });
  input(code).addEventListener('input', () => {
    if (input(code).value.length === 6) sheet.requestSubmit();
  });
  return sheet;
}

function backupForm() {
  const code = field('backup', { autocomplete: 'off', 'data-first': true });
  return steps({
    title: t('sign-in.code.title'),
    hint: t('sign-in.backup.hint'),
    submit: t('sign-in.code.submit'),
    fields: [code],
    after: element(
      'p',
      { class: 'ways' },
      way(t('sign-in.back'), { at: 'password' }),
      way(t('sign-in.backup.code'), { at: 'code' }),
    ),
    send: () => verifyBackupCode(input(code).value.trim()),
  });
}

function firstPasswordForm() {
  const made = secret('new', { autocomplete: 'new-password', minlength: '15', 'data-first': true });
  const again = secret('new.again', { autocomplete: 'new-password', minlength: '15' });
  return steps({
    title: t('sign-in.new.title'),
    hint: t('sign-in.new.hint'),
    submit: t('sign-in.new.submit'),
    fields: [made, again],
    refuse: () => (input(made).value === input(again).value ? undefined : t('sign-in.new.differs')),
    send: () => changePassword(typed.password, input(made).value),
  });
}

type Sheet = {
  title?: string;
  hint?: string;
  submit: string;
  fields: HTMLElement[];
  after?: HTMLElement;
  /** Why it may not be sent yet. */
  refuse?: () => string | undefined;
  send: () => Promise<Answered>;
};

function steps({ title, hint, submit, fields, after, refuse, send }: Sheet) {
  const button = element('button', { type: 'submit', class: 'primary' }, submit);
  const refusal = element('p', { role: 'alert', class: 'refusal' });
  const sheet = element(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        const reason = refuse?.();
        refusal.textContent = reason ? `${reason}` : '';
        if (!reason) void submitted();
      },
    },
    title && element('h2', {}, title),
    hint && element('p', { class: 'hint' }, hint),
    ...fields,
    refusal,
    button,
    after,
  );

  async function submitted() {
    button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    const answered = await send();
    button.disabled = false;
    button.removeAttribute('aria-busy');
    if (answered.kind === 'no') {
      refusal.textContent = wordsOf(answered);
      [...sheet.querySelectorAll('input')].at(-1)?.select();
      return;
    }
    next(answered);
  }
  return sheet;
}

function wordsOf({ reason, seconds }: Answered & { kind: 'no' }): string {
  return t(`sign-in.no.${reason}`).replace('{{seconds}}', String(seconds));
}

function next(answered: Exclude<Answered, { kind: 'no' }>) {
  if (answered.kind === 'in') return location.replace(returnPath(location.search, location.origin));
  step = answered.kind === 'code' ? { at: 'code' } : { at: 'first-password' };
  show();
}

function people() {
  const rows = demo.map((person) =>
    element(
      'li',
      {},
      element(
        'button',
        { type: 'button', onclick: (event) => void asDemo(person, event.currentTarget as HTMLButtonElement) },
        element('b', {}, person.name),
        element('span', {}, person.title),
        element('i', {}, person.email),
      ),
    ),
  );
  return element('section', { class: 'people' }, element('h2', {}, t('sign-in.demo')), element('ul', {}, ...rows));
}

async function asDemo(person: DemoPerson, row: HTMLButtonElement) {
  row.setAttribute('aria-busy', 'true');
  const answered = await enter(person.email, person.password);
  row.removeAttribute('aria-busy');
  if (answered.kind !== 'no') return next(answered);
  show();
  document.querySelector('.refusal')!.textContent = wordsOf(answered);
}

type FieldName = 'email' | 'password' | 'code' | 'backup' | 'new' | 'new.again';

function field(name: FieldName, attributes: Record<string, string | boolean>, ...beside: HTMLElement[]) {
  const written = element('input', {
    name,
    type: 'text',
    required: true,
    autocapitalize: 'off',
    spellcheck: 'false',
    ...attributes,
  });
  return element('label', {}, element('span', {}, t(`sign-in.${name}`)), element('div', {}, written, ...beside));
}

function secret(name: FieldName, attributes: Record<string, string | boolean>) {
  const shown = element('button', { type: 'button', class: 'reveal' }, t('sign-in.show'));
  const made = field(name, { type: 'password', maxlength: '128', ...attributes }, shown);
  shown.addEventListener('click', () => {
    const hidden = input(made).type === 'password';
    input(made).type = hidden ? 'text' : 'password';
    shown.textContent = t(hidden ? 'sign-in.hide' : 'sign-in.show');
    input(made).focus();
  });
  return made;
}

function input(label: HTMLElement): HTMLInputElement {
  return label.querySelector('input')!;
}

function way(text: string, to: Step) {
  const go = () => {
    step = to;
    show();
  };
  return element('button', { type: 'button', class: 'quiet', onclick: go }, text);
}

function toneButton() {
  const turn = () => {
    setTone(tone() === 'dark' ? 'light' : 'dark');
    show();
  };
  return element(
    'button',
    { type: 'button', class: 'quiet', onclick: turn },
    t(tone() === 'dark' ? 'sign-in.light' : 'sign-in.dark'),
  );
}

function languageButton() {
  const turn = () => {
    setLanguage(language() === 'zh' ? 'en' : 'zh');
    show();
  };
  return element('button', { type: 'button', class: 'quiet', onclick: turn }, t('sign-in.other-language'));
}

show();
[setup, demo] = await Promise.all([setupState(), demoPeople()]);
if (setup || demo.length > 0) show();
