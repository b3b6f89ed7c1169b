import type { taskContract } from '#modules/task/task.contract.ts';
import { connect } from '#kit/connect.ts';

export const tasks = connect<typeof taskContract>('task');
