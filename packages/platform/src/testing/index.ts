export { openTestPlatform, type TestPlatform, type TestPlatformOptions } from './open-test-platform.ts'
export { createTestDatabase } from './test-server.ts'
export { rows } from './rows.ts'
