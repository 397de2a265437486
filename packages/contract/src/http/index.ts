export * from './auth.ts'
export * from './cors.ts'
export * from './host-names.ts'
export * from './methods.ts'
