import type { FormParties, FormParty } from './forms.ts';
import { fitText, type FittedText, widthInEms } from './fit-text.ts';
import { clockTime } from './wording.ts';

/** One box of the signature block, in the words that it shows. */
export interface PlaceToSign {
  side: string;
  name: FittedText;
  /** A name too long for the size that names are set in. */
  long: boolean;
  title: FittedText;
  /** Signed by key or on paper; waiting; open for a pen; or not to be signed, as `note` says. */
  state: 'signed' | 'waiting' | 'pen' | 'none';
  when: string;
  /** The fingerprint of the key, or the hash of the scan. */
  proof: FittedText;
  onPaper: boolean;
  note: FittedText;
}

type Signing = 'electronic' | 'wet-ink';

/** The box of a person who is to sign or has signed. */
export function placeToSign(side: string, party: FormParty, signing: Signing, note = ''): PlaceToSign {
  const { signature } = party;
  const place = {
    side,
    name: fitText(party.name, 12),
    long: widthInEms(party.name) > 8,
    title: fitText(party.title, 12),
    note: fitText(note, 14),
  };
  if (!signature) {
    return { ...place, state: signing === 'wet-ink' ? 'pen' : 'waiting', when: '', proof: '', onPaper: false };
  }
  const onPaper = signature.manner === 'wet-ink';
  const proof = onPaper ? signature.scanHash : signature.keyFingerprint;
  return { ...place, state: 'signed', when: clockTime(signature.at), proof: fitText(proof, 14), onPaper };
}

/** The boxes of a handover in the order in which it is signed. */
export function placesToSign(parties: FormParties, signing: Signing): PlaceToSign[] {
  const { outgoing, incoming, supervisor } = parties;
  const others = [placeToSign('接收人', incoming, signing), placeToSign('监交人', supervisor, signing)];
  switch (parties.manner) {
    case 'regular':
      return [placeToSign('移交人', parties.outgoing, signing), ...others];
    case 'proxy':
      return [placeToSign('受托代办人', parties.proxy, signing, `受移交人 ${outgoing.name} 委托`), ...others];
    case 'one-sided': {
      const absent = placeToSign('移交人', outgoing, signing, '未签署,见“需要说明的问题和意见”');
      return [{ ...absent, state: 'none' }, ...others, placeToSign('见证人', parties.witness, signing)];
    }
  }
}

/** What the manner of the handover adds to 需要说明的问题和意见. */
export function mannerRemarks(parties: FormParties): string[] {
  switch (parties.manner) {
    case 'regular':
      return [];
    case 'proxy':
      return [
        `委托代办:${parties.reason}。受托人 ${parties.proxy.name}(${parties.proxy.title}),经单位负责人 ${parties.approvedBy} 批准;委托人 ${parties.outgoing.name} 仍承担移交责任。`,
      ];
    case 'one-sided':
      return [
        `单方交接:${parties.reason}。移交人 ${parties.outgoing.name} 未到场签署,由见证人 ${parties.witness.name}(${parties.witness.title})到场见证清点。`,
      ];
  }
}

/** Whether everyone who is to sign has signed: only then does the stamp 交接完毕 fall. */
export function allSigned(places: readonly PlaceToSign[]): boolean {
  return places.every(({ state }) => state === 'signed' || state === 'none');
}
