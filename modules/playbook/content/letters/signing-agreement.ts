import type { Letter } from '../letter.ts';

/** 电子签名约定: the framework agreement that 电子签名法 Art. 13 lets the parties make, signed once by each person. */
export const signingAgreement: Letter & { kind: 'signing-agreement' } = {
  kind: 'signing-agreement',
  title: { zh: '电子签名约定', en: 'Agreement on electronic signing' },
  signedBy: [],
  rules: ['electronic-signature-6', 'electronic-signature-13', 'electronic-signature-14', 'electronic-signature-15'],
  paragraphs: [
    {
      zh: '{firm} 与 {person} 依照《中华人民共和国电子签名法》第十三条约定：{person} 在接力系统中用本人签名密钥签署的保密协议、责任书、移交清册、审批和其他内部文书，双方认可为可靠的电子签名，与手写签名或者盖章具有同等效力。',
      en: '{firm} and {person} agree under Art. 13 of the Electronic Signature Law: confidentiality agreements, letters of responsibility, inventories, approvals and other papers of the firm that {person} signs in Baton with the person’s own signing key are recognised by both as reliably signed, with the same force as a signature by hand or a seal.',
    },
    {
      zh: '一、密钥专有。签名密钥在本人的浏览器或者命令行工具中生成，以本人设定的保险箱密码加密后保存；公司及系统管理员不掌握保险箱密码，不能代为签名。',
      en: '1. The key is the signer’s own. It is made in the signer’s own browser or command line and kept encrypted under the vault password that the signer sets. Neither the firm nor its system administrator knows that password or can sign instead.',
    },
    {
      zh: '二、本人控制。每次签署由本人阅读全文、输入保险箱密码后完成，不委托他人操作，不将密码告知他人。',
      en: '2. The signer is in control. Each time the signer reads the text and enters the vault password in person, lets nobody else do so, and tells nobody the password.',
    },
    {
      zh: '三、改动可查。签名以 Ed25519 算法对文书内容的规范化数据作出；签署后签名或者内容有任何改动，验证即不通过。任何人可以用归档包中的公钥独立验证。',
      en: '3. Changes are found. The signature is made with Ed25519 over the canonical data of the text; after any change of signature or text it no longer verifies. Anyone can verify it with the public key in the archive.',
    },
    {
      zh: '四、时间与身份。系统保存签署人、接收人以及发送、接收的时间。',
      en: '4. Time and identity. The system keeps signer and receiver and the times of sending and receiving.',
    },
    {
      zh: '五、失密处理。本人知悉密码或者密钥已经失密或者可能失密的，应当立即告知公司并停止使用；公司收到告知后即时停用该密钥。停用以前作出的签名不因此失效。',
      en: '5. Loss. Who learns that the password or key is or may be known to others tells the firm at once and stops using it; the firm then revokes the key at once. Signatures made before stand.',
    },
    {
      zh: '六、纸质方式。任何一次签署，本人都可以要求改用纸质文书手写签名，其效力与电子签名相同。',
      en: '6. Paper. For any signature the signer may ask for the printed form and sign by hand, with the same force.',
    },
    {
      zh: '七、本约定自签署之日起生效，适用于其后的签署；双方可以书面终止，终止前作出的签名继续有效。',
      en: '7. This agreement takes effect when signed and holds for what is signed afterwards. Either side may end it in writing; signatures made before stand.',
    },
  ],
};
