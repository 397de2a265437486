import { customType } from 'drizzle-orm/pg-core'

/** A trace id: 32 hexadecimal digits in the 16 bytes of a uuid. */
export const traceId = customType<{ data: string; driverData: string }>({
  dataType: () => 'uuid',
  fromDriver: (value) => value.replaceAll('-', ''),
})

/** A SHA-256 in hexadecimal digits, stored as its bytes. */
export const digest = customType<{ data: string; driverData: Buffer }>({
  dataType: () => 'bytea',
  fromDriver: (value) => value.toString('hex'),
  toDriver: (value) => Buffer.from(value, 'hex'),
})
