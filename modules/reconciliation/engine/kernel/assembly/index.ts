export { useSecrets } from './hash';
export { cellCount, fault, useCells } from './record';
export { scan, stopped, useScratch } from './scan';
export { giveBack } from './chunks';
export { join } from './join';
export { sortItems } from './sort';
export { finishWriting, writeInto } from './words';
export { tellItems, useRoom } from './tell';
export { fromGb18030, fromUtf16, misfit, readTo, useGb18030 } from './transcode';
