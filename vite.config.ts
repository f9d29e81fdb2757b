import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { facesOnly } from './src/hosts/dev/faces.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** The renderer: relative addresses, so that the same files work over http:// and app://. */
export default defineConfig({
  root: `${root}renderer`,
  base: './',
  publicDir: false,
  plugins: [facesOnly(), react()],
  build: {
    outDir: `${root}dist/renderer`,
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  server: { fs: { allow: [root] } },
})
