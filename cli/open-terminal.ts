import { Refusal } from '#platform/kernel/refusal.ts';
import type { Terminal } from '#platform/terminal/terminal.ts';
import { askUnseen } from '#platform/terminal/ask-unseen.ts';
import { type Address, type Api, connect } from './connect.ts';
import { languageOf, speak } from './words.ts';

/** The terminal of this process: BATON_URL, BATON_KEY, BATON_VAULT_PASSWORD and the language of the environment. */
export function openTerminal(environment: NodeJS.ProcessEnv, asJson: () => boolean): Terminal<Api> {
  const say = speak(languageOf(environment));
  const address = (): Address => {
    const { BATON_URL: url = 'http://localhost:3000', BATON_KEY: key } = environment;
    if (!key) throw new Refusal('terminal.no-key');
    return { url, key };
  };
  let api: Api | undefined;
  return {
    get api() {
      return (api ??= connect(address()));
    },
    say,
    show: (found, lines) => {
      const text = asJson() ? JSON.stringify(found, null, 2) : lines.join('\n');
      process.stdout.write(`${text}\n`);
    },
    remark: (line) => void process.stderr.write(`${line}\n`),
    askVaultPassword: async ({ anew } = { anew: false }) => {
      const given = environment.BATON_VAULT_PASSWORD;
      if (given) return given;
      const typed = await askUnseen(say('terminal.vault-password'));
      if (anew && typed !== (await askUnseen(say('terminal.vault-password-again'))))
        throw new Refusal('terminal.passwords-differ');
      return typed;
    },
    askSecret: askUnseen,
    get server() {
      const { url, key } = address();
      return { url, headers: { authorization: `Bearer ${key}` } };
    },
  };
}
