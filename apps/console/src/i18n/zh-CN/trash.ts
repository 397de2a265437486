import type en from '../en/trash.ts'
import type { Texts } from '../texts.ts'

const texts: Texts<typeof en> = {
  title: '回收站',
  note: '保留 7 天',
  spaces: '已删除的空间',
  goesThere: '将移入回收站，7 天内可以恢复：',
  stops: '其 URL、路由和触发器立即停止',
  keepBuckets: '其存储桶、路由、层和设置；一切立即停止',
  empty: '最近 7 天没有删除任何内容。',
  by: '删除者',
  at: '删除时间',
  until: '保留到',
  restore: '恢复',
  restoreThis: '恢复 {{name}}',
  restored: '{{name}} 已恢复',
  restoredPaused: '{{name}} 已恢复。以下触发器所需的内容已不存在，因此暂停：{{triggers}}',
  removeThis: '彻底删除 {{name}}',
  removed: '{{name}} 已彻底删除',
  taken: '{{name}} 已被占用。',
  takenMeans: '{{name}} 这个名称已被占用，请换一个名称恢复。',
  newName: '新名称',
  versions_other: '{{count, number}} 个版本',
  triggers_other: '{{count, number}} 个触发器',
  routes_other: '{{count, number}} 条路由',
  functions_other: '{{count, number}} 个函数',
  buckets_other: '{{count, number}} 个存储桶',
  loseFunction: '其代码、版本、别名、触发器和密钥',
  loseSpace: '其中的函数及其代码、版本、别名、触发器和密钥',
  loseFiles: '存储桶中的所有对象，以及函数的文件',
}

export default texts
