import { readFileSync } from 'node:fs';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { type Json, type RenderedPdf, renderPdf } from '#platform/pdf/typst.ts';
import type { DisposalCertificate } from '../certificate.ts';
import type { ListLine } from '../disposal.contract.ts';
import zh from '../locale/zh.json' with { type: 'json' };

type Part =
  | { title: string; text: string }
  | { title: string; head: string[]; widths: number[]; rows: string[][]; size?: number };

const words: Record<string, string> = zh;
/** Column widths in millimetres; 0 takes what is left. */
const listWidths = [10, 46, 0, 16, 12, 22, 34, 22, 22, 30];
const listHead = [
  '序号',
  '客户',
  '会计档案名称',
  '卷号',
  '册数',
  '起止年度',
  '档案编号',
  '应保管期限',
  '已保管期限',
  '销毁时间',
];

/** 会计档案鉴定意见书、销毁清册: the appraisal, the list with its eight columns, what is held back, and the five opinions. */
export function listPdf(certificate: DisposalCertificate): Promise<RenderedPdf> {
  const { list, destroyedAt, signatures } = certificate;
  const gone = list.lines.filter(({ heldBack }) => !heldBack);
  const kept = list.lines.filter(({ heldBack }) => heldBack);
  return paper(certificate, true, '会计档案销毁清册', [
    { title: '一、鉴定意见', text: list.appraisal },
    signed('鉴定人签署', signatures, 'appraisal'),
    {
      title: `二、销毁清册(${gone.length} 件)`,
      head: listHead,
      widths: listWidths,
      rows: gone.map((line) => [...columns(line), clockOf(destroyedAt)]),
      size: 7.5,
    },
    ...(kept.length > 0
      ? [
          {
            title: `三、到期而留存不销毁(${kept.length} 件,会计档案管理办法第十九条)`,
            head: [...listHead.slice(0, 9), '留存原因'],
            widths: listWidths,
            rows: kept.map((line) => [...columns(line), reasonOf(line)]),
            size: 7.5,
          },
        ]
      : []),
    signed('五方意见', signatures, 'opinion'),
  ]);
}

/** 会计档案销毁证明: what was destroyed, when and how, and who watched, before and after. */
export function certificatePdf(certificate: DisposalCertificate): Promise<RenderedPdf> {
  const { list, listHash, destroyedAt, documents, bytes, signatures } = certificate;
  return paper(certificate, false, '会计档案销毁证明', [
    {
      title: '一、销毁情况',
      text:
        `依据《会计档案管理办法》(财政部 国家档案局令第79号)第十八条,${list.firm.name}于 ${clockOf(destroyedAt)}(北京时间)销毁第 ${list.number} 号销毁清册所列电子会计档案 ${documents} 件,` +
        `共 ${bytes} 字节。销毁方式:销毁每件档案的加密密钥,其一切副本和备份随之不可恢复;随后清除存储块和第二副本。清册 sha256:${listHash}。`,
    },
    signed('二、五方意见', signatures, 'opinion'),
    signed('三、销毁前核对(监销)', signatures, 'check'),
    signed('四、销毁后签署(监销)', signatures, 'watched'),
  ]);
}

function signed(title: string, signatures: DisposalCertificate['signatures'], stage: string): Part {
  return {
    title,
    head: ['职务', '姓名', '意见', '说明', '签署时间(北京时间)', '密钥指纹'],
    widths: [40, 24, 16, 0, 34, 40],
    rows: signatures
      .filter((one) => one.stage === stage)
      .map(({ seat, name, agrees, remark, signedAt, signed: { fingerprint } }) => [
        words[`disposal.seat.${seat}`]!,
        name,
        agrees ? '同意' : '不同意',
        remark || '—',
        clockOf(signedAt),
        `${fingerprint.slice(0, 16)}…`,
      ]),
    size: 8,
  };
}

function columns({ position, client, name, volume, copies, from, to, code, keepFor, keptFor }: ListLine): string[] {
  return [
    String(position),
    client ? `${client.number} ${client.name}` : '—',
    name,
    volume ?? '—',
    String(copies),
    from === to ? String(from) : `${from}–${to}`,
    code ?? '未编号',
    keepFor,
    keptFor,
  ];
}

function reasonOf({ heldBack }: ListLine): string {
  const reason = words[`disposal.held-back.${heldBack!.reason}`]!;
  return heldBack!.note ? `${reason}:${heldBack!.note}` : reason;
}

function paper(
  { list, listHash, destroyedAt }: DisposalCertificate,
  wide: boolean,
  title: string,
  parts: Part[],
): Promise<RenderedPdf> {
  const at = new Date(destroyedAt);
  const data = {
    title,
    wide,
    firm: list.firm.name,
    number: list.number,
    date: localDateOf(at),
    hash: listHash.match(/.{8}/g)!,
    parts,
  };
  return renderPdf({
    template: readFileSync(new URL('disposal.typ', import.meta.url), 'utf8'),
    data: data as unknown as Json,
    title: `${title} ${list.number}`,
    language: 'zh',
    at,
  });
}

/** An instant (ISO) by the clock of Beijing, to the minute. */
function clockOf(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
