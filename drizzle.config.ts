import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './modules/*/*.table.ts',
  out: './migrations',
  schemaFilter: ['public'],
});
