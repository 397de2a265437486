import { PlatformHealth, ServerLogPage, ServerLogQuery } from '@alcove/contract'
import { getPlatformHealth, listServerLines } from '@alcove/platform'
import { route } from '../route.ts'

export const platformRoutes = [
  route({
    method: 'get',
    path: '/platform/health',
    action: 'platform:admin',
    summary: 'Read how the servers, the database, queues and disks of the installation are',
    answer: PlatformHealth,
    run: ({ ctx }) => getPlatformHealth({ ctx, input: {} }),
  }),
  route({
    method: 'get',
    path: '/platform/log',
    action: 'platform:admin',
    summary: 'List what the servers of the installation logged, newest first',
    query: ServerLogQuery,
    answer: ServerLogPage,
    run: ({ ctx, query }) => listServerLines({ ctx, input: query }),
  }),
]
