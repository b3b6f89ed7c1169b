export { cockpit } from './cockpit.ts';
export { home } from './home.ts';
export { nameClients } from './names.ts';
export { listTodos } from './todos.ts';
