import { displayFingerprint } from '#platform/crypto/statement.ts';
import { verifierFingerprint } from '#platform/crypto/signed-note.ts';
import { inOneLine, packageFormat } from './package-format.ts';

/** What the README of a package names. */
export interface ReadmeFacts {
  firm: string;
  handover: string;
  batch: number;
  clients: number;
  verifierKey: string;
}

/** `README.txt`: how somebody who does not know the product checks the package, in Chinese and in English. */
export function packageReadme({ firm, handover, batch, clients, verifierKey }: ReadmeFacts): string {
  const name = inOneLine(firm);
  const fingerprint = displayFingerprint(verifierFingerprint(verifierKey));
  return `${name}
移交档案封存包  ${handover} 第 ${batch} 批, ${clients} 户
Sealed package of a handover of client data: ${handover}, batch ${batch}, ${clients} clients
${packageFormat}

一、内容
  data/inventory/summary-1of3.pdf  汇总清册, 一式三份 (1/3 2/3 3/3)
  data/clients/编号/清册.pdf       分户清册, 每户一份
  data/inventory.json              清册的数据原文, 各方签署的就是它的 SHA-256
  data/signatures/                 移交、接收、监交各方的签名, 依次相连
  data/letters/                    保密协议、责任书及其签名
  data/evidence/                   扫描件等佐证
  data/journal/                    留痕摘录、包含证明和留痕检查点
  manifest-sha256.txt              data/ 内每个文件的 SHA-256
  tagmanifest-sha256.txt           manifest-sha256.txt、本说明等文件的 SHA-256
  statement.txt                    本所对 tagmanifest-sha256.txt 的签名声明

二、怎样核验 (在本文件夹内运行)
  1. 文件有无改动:
       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt
       sha256sum -c statement.txt        (提示有几行格式不合, 属正常)
     没有 sha256sum 的 Windows 用: certutil -hashfile 文件名 SHA256, 再与清单对照。
  2. PDF 的签章:
       pdfsig data/inventory/summary-1of3.pdf
     任何 PDF 阅读器的签名面板也可以。
  3. 全部一次核验 (不需要数据库和网络), 用本所提供的 verify.mjs 和 Node 24:
       node verify.mjs 本文件夹 --firm-key 公钥或指纹
     第一处不符的文件和位置会列出。

三、本所的公钥
  ${verifierKey}
  SHA-256 指纹: ${fingerprint}
  写在这里的公钥不能自证。请向本所以别的途径 (当面、电话、公函) 取得公钥或指纹, 与上面核对后再用。

---

1. What it holds
  data/inventory/summary-1of3.pdf  the inventory of the batch, three copies (1/3 2/3 3/3)
  data/clients/NUMBER/清册.pdf     the inventory of one client each
  data/inventory.json              the same as data; its SHA-256 is what the parties signed
  data/signatures/                 signatures of the outgoing, incoming and supervising person, each naming the one before
  data/letters/                    confidentiality and responsibility letters with their signatures
  data/evidence/                   scans and other evidence
  data/journal/                    extract of the journal, inclusion proofs (RFC 6962), signed checkpoint (C2SP)
  manifest-sha256.txt              SHA-256 of each file in data/ (BagIt, RFC 8493)
  tagmanifest-sha256.txt           SHA-256 of manifest-sha256.txt, this text and the other files beside data/
  statement.txt                    the firm's signed statement over tagmanifest-sha256.txt (C2SP signed note, Ed25519)

2. How to check it (run in this folder)
  a. No file was changed:
       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt
       sha256sum -c statement.txt        (it warns of lines that are no checksums, as it should)
  b. The signature in the PDFs:
       pdfsig data/inventory/summary-1of3.pdf
     or the signature panel of any PDF reader.
  c. All at once, without database or network, with verify.mjs, which the firm gives you, and Node 24:
       node verify.mjs THIS-FOLDER --firm-key KEY-OR-FINGERPRINT
     The first file and place that is wrong is named.
  d. The firm's signature by hand, with the base64 part KEY of the firm's key (what follows its second plus sign) and SIGNATURE,
     the last word of statement.txt:
       (printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; printf %s KEY | base64 -d | tail -c 32) > /tmp/key.der
       printf %s SIGNATURE | base64 -d | tail -c 64 > /tmp/signature.bin
       sed '/^$/,$d' statement.txt > /tmp/statement.signed
       openssl pkeyutl -verify -pubin -keyform DER -inkey /tmp/key.der -rawin -in /tmp/statement.signed -sigfile /tmp/signature.bin

3. The firm's key
  ${verifierKey}
  SHA-256 fingerprint: ${fingerprint}
  A key that stands in the package proves nothing about itself. Get the key or its fingerprint from the firm by another way
  (in person, by phone, by letter) and compare before you rely on it.
`;
}
