"""All tables of the app database; every row but users belongs to a workspace."""

from tolok.store.models.audit import Audit, ShareLink
from tolok.store.models.calls import KeptCall
from tolok.store.models.goals import Action, CheckIn, Goal, GoalVersion, Objective, Spending
from tolok.store.models.imports import Batch, Channel, Remembered
from tolok.store.models.jobs import CronSlot, Job, JobAttempt, Worker
from tolok.store.models.kpis import BenchmarkRow, CustomKpi, GuideNote, GuideRead, KpiSetting
from tolok.store.models.people import ApiToken, Claim, Invitation, Member, User, Workspace

__all__ = [
    "Action",
    "ApiToken",
    "Audit",
    "Batch",
    "BenchmarkRow",
    "Channel",
    "CheckIn",
    "Claim",
    "CronSlot",
    "CustomKpi",
    "Goal",
    "GoalVersion",
    "GuideNote",
    "GuideRead",
    "Invitation",
    "Job",
    "JobAttempt",
    "KeptCall",
    "KpiSetting",
    "Member",
    "Objective",
    "Remembered",
    "ShareLink",
    "Spending",
    "User",
    "Worker",
    "Workspace",
]
