import type en from '../en/help.ts'
import type { Texts } from '../texts.ts'

const texts: Texts<typeof en> = {
  pages: '文档页面',
  shortcuts: '键盘快捷键',
  mac: '在 Mac 上，⌘ 等同于 Ctrl。',
  inEnglish: '此页面为英文。',
  places: {
    everywhere: '所有页面',
    lists: '列表与表格',
    code: '代码',
    debugger: '调试器',
    tests: '测试',
    logs: '空间日志',
  },
  keys: {
    palette: '搜索页面、空间和函数',
    close: '关闭对话框、抽屉或菜单',
    rows: '在行之间移动',
    ends: '第一行和最后一行',
    open: '打开该行',
    save: '保存草稿',
    run: '保存并运行',
    find: '在文件中查找',
    definition: '转到定义',
    editorAll: '编辑器的全部命令',
    continue: '继续',
    over: '单步跳过',
    into: '单步进入',
    out: '单步跳出',
    here: '运行到此行',
    breakpoint: '设置或清除断点',
    stop: '停止',
    runCase: '运行该用例',
    runAll: '运行全部用例',
    stopRun: '停止运行',
    failedFirst: '失败的用例排在最前',
    cases: '下一个和上一个用例',
    query: '转到查询',
    fields: '列出字段',
    take: '采用建议',
    lines: '下一行和上一行',
    pause: '暂停和继续实时日志',
  },
}

export default texts
