declare module 'virtual:theme.css';
declare module 'virtual:words';
declare module 'pdfjs-dist/build/pdf.worker.mjs';
