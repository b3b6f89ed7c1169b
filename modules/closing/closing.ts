export { makeInventory, readInventory } from './make-inventory.ts';
export { readSignOff } from './read-sign-off.ts';
export { acceptInk, refuse, sign } from './sign.ts';
