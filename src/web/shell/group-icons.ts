import {
  AccountBookOutlined,
  CustomerServiceOutlined,
  FlagOutlined,
  FundOutlined,
  NotificationOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  SwapOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { NavGroup } from './pages.ts';

export const groupIcons: Record<NavGroup, ComponentType> = {
  customers: TeamOutlined,
  referrals: SwapOutlined,
  service: CustomerServiceOutlined,
  marketing: NotificationOutlined,
  settlement: AccountBookOutlined,
  planning: FlagOutlined,
  insight: FundOutlined,
  compliance: SafetyCertificateOutlined,
  settings: SettingOutlined,
};
