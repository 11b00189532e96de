"""What a foreigner who works here answers to have the residence permit extended, beside what the passport says."""

from __future__ import annotations

from collections.abc import Mapping

PROCEDURE = "residence-permit"
ANSWERS: Mapping[str, str] = {
    "request.act": "extension",
    "request.rp_kind": "work",
    "person.birth_place": "BRAGA",
    "contact.address_china": "深圳市南山区前海桂湾五路128号6栋1203",
    "contact.phone": "18600004127",
    "employer.name": "前海蓝湾设计（深圳）有限公司",
    "employer.contact": "周小姐 0755-00002186",
    "passport.type": "ordinary",
    "visa.kind": "residence_permit",
    "visa.number": "77120004",
    "visa.expiry_date": "2027-01-31",
    "work_permit.kind": "electronic",
    "work_permit.expiry_date": "2028-06-30",
    "job.contract_end": "2028-03-31",
    "talent.high_level": "no",
    "request.rp_until": "2028-01-31",
    "agent.represented": "no",
}
