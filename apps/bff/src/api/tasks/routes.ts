import { PutTaskSettings, RedriveTask, TaskDetail, TaskList, TaskQuery, TaskSettings } from '@alcove/contract'
import { cancelTask, getTask, getTaskSettings, listTasks, putTaskSettings, redriveTask } from '@alcove/platform'
import { route } from '../route.ts'

export const taskRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/tasks',
    action: 'logs:read',
    some: true,
    summary: 'List asynchronous calls, those that wait and dead letters included, newest first',
    query: TaskQuery,
    answer: TaskList,
    run: ({ ctx, query }) => listTasks({ ctx, input: query }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/tasks/{task}',
    action: 'logs:read',
    some: true,
    summary: 'Read an asynchronous call with its event and all its attempts',
    fresh: 'records',
    answer: TaskDetail,
    run: ({ ctx, params }) => getTask({ ctx, input: { id: params.task } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/tasks/{task}/cancel',
    action: 'functions:write',
    summary: 'Cancel an asynchronous call that waits or runs',
    answer: TaskDetail,
    run: ({ ctx, params }) => cancelTask({ ctx, input: { id: params.task } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/tasks/{task}/redrive',
    action: 'functions:write',
    summary: 'Run an asynchronous call that has ended again',
    body: RedriveTask,
    answer: TaskDetail,
    run: ({ ctx, params, body }) => redriveTask({ ctx, input: { id: params.task, ...body } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/task-settings',
    action: 'functions:read',
    summary: 'Read how asynchronous calls of a function are run',
    answer: TaskSettings,
    run: ({ ctx, params }) => getTaskSettings({ ctx, input: { fn: params.fn } }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/functions/{fn}/task-settings',
    action: 'functions:write',
    summary: 'Set retries, maximum age and concurrency of the asynchronous calls of a function',
    body: PutTaskSettings,
    answer: TaskSettings,
    run: ({ ctx, params, body }) => putTaskSettings({ ctx, input: { fn: params.fn, ...body } }),
  }),
]
