export { AnsiText } from './AnsiText.tsx'
export { LogLineRow } from './LogLineRow.tsx'
export { LogLines } from './LogLines.tsx'
