declare module 'virtual:theme.css';
declare module 'pdfjs-dist/build/pdf.worker.mjs';
