import { displayFingerprint } from '#platform/crypto/statement.ts';
import { verifierFingerprint } from '#platform/crypto/signed-note.ts';
import { inOneLine } from '../package-format.ts';
import { exportFormat } from './export-format.ts';

/** `README.txt` of an export: how somebody who does not know the product checks it, in Chinese and in English. */
export function exportReadme(of: { firm: string; name: string; title: string; verifierKey: string }): string {
  const fingerprint = displayFingerprint(verifierFingerprint(of.verifierKey));
  return `${inOneLine(of.firm)}
资料导出  ${inOneLine(of.title)}  (${of.name})
Export of client records
${exportFormat}

一、内容
  data/export.json                     何人申请、何人批准及其签名
  data/people.jsonl                    资料中出现的人员
  data/clients/编号/client.json        客户台账
  data/clients/编号/records.jsonl      全部记录及其历次版本, 每行一个版本
  data/clients/编号/records/*.csv      现行记录, 可用表格软件打开
  data/clients/编号/files.jsonl        文件目录; 内容在 files/, 未附内容的写明原因
  data/clients/编号/vault.json         机密事项的密文 (age), 只有持钥人能打开
  data/clients/编号/handovers/         历次移交的分户清册, 连同签名和清单
  data/packages/                       (全所导出) 移交档案封存包
  data/journal/                        留痕摘录、包含证明和留痕检查点
  manifest-sha256.txt                  data/ 内每个文件的 SHA-256
  tagmanifest-sha256.txt               manifest-sha256.txt、本说明等文件的 SHA-256
  statement.txt                        本所对 tagmanifest-sha256.txt 的签名声明

二、怎样核验 (在本文件夹内运行)
  1. 文件有无改动:
       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt
       sha256sum -c statement.txt        (提示有几行格式不合, 属正常)
  2. 移交清册 (在 handovers 下某个封存包的文件夹内运行):
       sha256sum --ignore-missing -c manifest-sha256.txt
  3. 全部一次核验 (不需要数据库和网络), 用本所提供的 verify.mjs 和 Node 24:
       node verify.mjs 本文件夹 --firm-key 公钥或指纹

三、本所的公钥
  ${of.verifierKey}
  SHA-256 指纹: ${fingerprint}
  写在这里的公钥不能自证。请向本所以别的途径 (当面、电话、公函) 取得公钥或指纹, 与上面核对后再用。

---

1. What it holds
  data/export.json                     who asked for it, who released it, and that signature
  data/people.jsonl                    whoever the records name
  data/clients/NUMBER/client.json      the client's line of the directory
  data/clients/NUMBER/records.jsonl    every record with its earlier versions, a version a line
  data/clients/NUMBER/records/*.csv    the records in force, for a spreadsheet
  data/clients/NUMBER/files.jsonl      the files; contents are in files/, and why one is not there stands in the line
  data/clients/NUMBER/vault.json       sealed secrets as age ciphertext, which only the holders of a key open
  data/clients/NUMBER/handovers/       the client's inventory of each handover, with signatures and manifests
  data/packages/                       (of a whole firm) the sealed packages of handovers
  data/journal/                        extract of the journal, inclusion proofs (RFC 6962), signed checkpoint (C2SP)
  manifest-sha256.txt                  SHA-256 of each file in data/ (BagIt, RFC 8493)
  tagmanifest-sha256.txt               SHA-256 of manifest-sha256.txt, this text and the other files beside data/
  statement.txt                        the firm's signed statement over tagmanifest-sha256.txt (C2SP signed note, Ed25519)

2. How to check it (run in this folder)
  a. No file was changed:
       sha256sum -c manifest-sha256.txt
       sha256sum -c tagmanifest-sha256.txt
       sha256sum -c statement.txt        (it warns of lines that are no checksums, as it should)
  b. An inventory (run in the folder of a package under handovers):
       sha256sum --ignore-missing -c manifest-sha256.txt
  c. All at once, without database or network, with verify.mjs, which the firm gives you, and Node 24:
       node verify.mjs THIS-FOLDER --firm-key KEY-OR-FINGERPRINT

3. The firm's key
  ${of.verifierKey}
  SHA-256: ${fingerprint}
  A key cannot vouch for itself. Ask the firm for the key or its fingerprint by another way and compare before you rely on it.
`;
}
