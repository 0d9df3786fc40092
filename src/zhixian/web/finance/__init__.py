"""Risk pools (助保贷风险补偿资金池): agreements with banks, the loans in them, what is paid for losses and what comes back."""
