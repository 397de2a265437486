export * from './import.ts'
export * from './path.ts'
export * from './route.ts'
export * from './try.ts'
