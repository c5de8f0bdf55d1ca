import { weighted } from './random.ts';

/** An invented county and its neighbours; none of these places exists. */
export const homeCounty = '安沅县';
export const counties = weighted(
  [
    [homeCounty, 74],
    ['泸桥县', 11],
    ['丰岭县', 9],
    ['白鹤区', 6],
  ],
  200,
);

export const towns = [
  '云溪镇',
  '青石铺镇',
  '双枫镇',
  '黄泥铺镇',
  '沙坪镇',
  '麻田镇',
  '泉塘镇',
  '石桥镇',
  '桐木乡',
  '樟树坳乡',
  '白鹭洲乡',
  '洞井乡',
];

export const institutions = {
  physician: [
    '县中医院',
    '县妇幼保健院',
    '泸桥县人民医院',
    '丰岭县第二医院',
    '和顺堂诊所',
    '五里牌诊所',
    '济民诊所',
    '仁和诊所',
    '东门口腔诊所',
    '同心门诊部',
  ],
  grassroots: [
    ...towns.map((town) => `${town}卫生院`),
    '柳树湾村卫生室',
    '龙门坝村卫生室',
    '大湾村卫生室',
    '枫林村卫生室',
    '上塘村卫生室',
    '竹山坳村卫生室',
    '城北社区卫生服务站',
    '城东社区卫生服务中心',
  ],
  community: ['城北社区', '城东社区', '西塘居委会', '南门社区', '滨河社区', '桥头居委会', '光明社区'],
  enterprise: [
    '东风机械厂',
    '安沅纺织厂',
    '宏达建材公司',
    '育红中学',
    '县第三小学',
    '顺达物流公司',
    '云溪茶业公司',
    '惠民超市',
  ],
} as const;

/** Codes of the county itself and of where others come from, most patients being from the county. */
export function divisionTable(home: string): readonly string[] {
  const prefecture = home.slice(0, 4);
  const neighbours = ['22', '24', '81', '02'].map((tail) => prefecture + tail).filter((code) => code !== home);
  return weighted(
    [[home, 84], ...neighbours.map((code): [string, number] => [code, 2.4]), [`${home.slice(0, 2)}0406`, 1.2], ['', 4]],
    256,
  );
}

export function outsideDivision(home: string): string {
  const code = `${home.slice(0, 4)}24`;
  return code === home ? `${home.slice(0, 4)}22` : code;
}
