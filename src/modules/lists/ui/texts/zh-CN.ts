export const zhCN = {
  exports: {
    title: '我的导出',
    meaning: '您导出的文件保留 7 天，只有您本人可以下载；每次导出和下载都会记入审计。',
    rows: '{{count}} 行',
    until: '保留至',
    working: '正在生成或未完成',
    download: '下载',
    emptyTitle: '还没有导出的文件',
    emptyText: '在任意列表右上方点“导出”，文件会出现在这里。',
  },
};
