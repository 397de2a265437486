import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const api = `http://127.0.0.1:${process.env.ALCOVE_PORT ?? 4400}`

export default defineConfig({
  plugins: [react(), tailwind()],
  // Monaco's workers import one another, which the default iife format cannot express.
  worker: { format: 'es' },
  // The server refuses writes from another origin: in development the proxy speaks in its name.
  server: { proxy: { '/api': { target: api, changeOrigin: true, headers: { origin: api } } } },
  build: {
    target: 'es2022',
    // Monaco's TypeScript worker alone is past the default warning; the first load has its own budget.
    chunkSizeWarningLimit: 8000,
  },
})
