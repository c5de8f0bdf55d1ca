-- Owner: referrals. Every decided referral is written anew into each index of the table, so one that another serves as well costs the month's
-- matching more than it gives: the board looks for referrals expected today, which `referral_referrals_expected` finds.
DROP INDEX referral_referrals_board;
