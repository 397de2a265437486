export { AnsiText } from './AnsiText.tsx'
export { LogLines } from './LogLines.tsx'
export { LogHistogram } from './LogHistogram.tsx'
export { LogStream } from './LogStream.tsx'
