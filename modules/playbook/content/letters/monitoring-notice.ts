import type { Letter } from '../letter.ts';

/** 工作系统留痕告知: what is recorded of whom, for what purpose and how long; seen and accepted by each person. */
export const monitoringNotice: Letter & { kind: 'monitoring-notice' } = {
  kind: 'monitoring-notice',
  title: { zh: '工作系统留痕告知', en: 'Notice of what the work system records' },
  signedBy: [],
  rules: ['personal-information-51'],
  paragraphs: [
    {
      zh: '{person}：为保护客户资料、查清差异和保证交接记录可信，{firm} 在接力系统中保存操作留痕。现将有关事项告知如下。',
      en: 'To {person}: to protect client data, to clear up differences and so that the record of a handover can be trusted, {firm} keeps a record of what is done in Baton. Please take note of the following.',
    },
    {
      zh: '一、记录的内容。登录与退出；打开客户、显示敏感内容、下载、导出；核对、更正、签署、授权及其变更；被拒绝的操作；操作时间、所用设备和网络地址。显示客户资料的页面带有查看人姓名和时间的水印。',
      en: '1. What is recorded: signing in and out; opening a client, revealing sensitive values, downloading, exporting; checks, corrections, signatures, grants and their changes; what was refused; the time, device and network address. Pages with client data bear the viewer’s name and the time as a watermark.',
    },
    {
      zh: '二、不记录的内容。不记录所在位置，不记录键盘输入，不录屏、不拍照、不录音，不读取私人聊天、私人邮箱和个人设备上的其他内容。记录只限于工作系统。',
      en: '2. What is not recorded: no location, no keystrokes, no screen, camera or sound; no private chats, private mail or anything else on personal devices. Only the work system is recorded.',
    },
    {
      zh: '三、使用目的。记录只用于保护客户资料、核查差异、证明交接过程和依法应对检查，不用于考勤，不用于与此无关的评价。对短时间内异常大量的查看或者导出，由监交人和审计人员核实情况、作出判断，不由系统自动处分。',
      en: '3. Purpose: to protect client data, look into differences, prove how a handover went, and answer lawful inspections; not for attendance, nor for judging people otherwise. Unusually many views or exports in a short time are looked into by supervisor and auditor; people judge, the system punishes nobody.',
    },
    {
      zh: '四、谁可以查看。交接进行中的记录由该交接的监交人查看，审计人员可以查看全部记录；本人可以要求查阅与本人有关的记录。',
      en: '4. Who sees it: the supervisor of a running handover what belongs to it, the auditor everything; each person may ask to see what concerns that person.',
    },
    {
      zh: '五、保存期限。操作记录自产生之日起保存三年，期满由公司清理其中的个人内容；随移交清册归档的部分，与移交清册一并保管三十年。',
      en: '5. How long: three years from the day of the deed, after which the firm clears its personal content; what is archived with an inventory is kept with it for thirty years.',
    },
    {
      zh: '六、本人的权利。认为记录有误的，可以要求核查、补充说明；对依据记录作出的处理，可以陈述和申辩。',
      en: '6. Your rights: you may ask for an entry that you hold to be wrong to be examined and your account added to it, and be heard on any measure based on the record.',
    },
    {
      zh: '七、本人已阅读并知悉以上内容。内容有变更的，公司重新告知。',
      en: '7. I have read and understood the above. When it changes, the firm gives notice anew.',
    },
  ],
};
