import type en from '../en/build.ts'
import type { Texts } from '../texts.ts'

const texts: Texts<typeof en> = {
  title: '构建',
  kind: { npm: 'npm', pip: 'pip', javac: 'javac' },
  status: { queued: '等待构建', running: '正在构建', succeeded: '已构建', failed: '构建失败' },
  installed_other: '{{count}} 个包',
  compiled: '已编译',
  problems_other: '{{count}} 个错误',
  took: '用时 {{duration}}',
  size: '在代码之上叠加 {{size}}',
  show: '显示构建日志',
  hide: '隐藏构建日志',
  log: '构建日志',
  noLog: '还没有输出。',
  lost: '与日志的连接已断开。',
  packages: '已安装',
  noPackages: '没有包',
  again: '重新构建',
  againOnlyFailed: '只有失败的构建可以重新构建；修改代码会触发新的构建。',
  startedAgain: '正在重新构建',
  dependencies: '依赖',
  layers: '层',
  waits: '代码正在构建，运行会等待构建完成。',
  willFail: '构建失败，运行会返回它的错误。',
  notPublishable: '无法发布：构建失败',
  publishWaits: '暂时无法发布：代码正在构建',
}

export default texts
