"""Forms of authorities in the forms room: every field is printed, in the order of the form, and no other."""

from __future__ import annotations

from datetime import date

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.sheet import Sheet
from talentdesk.paths import room

TODAY = date(2026, 11, 23)
FIELDS = {
    ("hk-macao-residence-permit", "hk-macao-residence-permit-form"): (
        "request.kind request.reason "
        "person.name_zh person.sex place.photo person.surname person.given_names person.birth_date "
        "residency.permit_number residency.hkid residency.bir travel_permit.number travel_permit.expiry_date "
        "residence.district contact.address_china residence.since residence.ground "
        "employer.name employer.uscc job.contract_start job.contract_end study.school study.enrolment "
        "housing.kind housing.owner housing.lease_start housing.lease_end "
        "contact.phone photo.receipt fingerprint.impossible collection.way collection.address "
        "guardian.name guardian.document guardian.relation place.signature"
    ),
    ("qianhai-youth-support", "youth-support-sheet"): (
        "request.items request.other "
        "person.name_zh person.sex person.surname person.given_names person.birth_date person.chinese_national "
        "residency.status residency.hukou_cancelled residency.hkid residency.bir travel_permit.number "
        "residency.permit_number contact.phone contact.email "
        "degree.level degree.institution degree.country degree.authentication degree.date "
        "employer.name employer.uscc employer.address job.title employer.in_qianhai job.first_qianhai "
        "job.taxable_salary job.contract_start job.contract_end insurance.in_qianhai insurance.since insurance.months "
        "claim.begin claim.end claim.months_before housing.own_shenzhen housing.other_benefit interns "
        "company.name company.founded company.share company.dishonest company.grants "
        "account.holder account.bank account.number commitment.true place.seal commitment.consent place.signature"
    ),
    ("work-permit", "work-permit-form"): (
        "request.wp_category request.wp_basis_a request.wp_basis_b request.wp_basis_c request.wp_matter "
        "person.surname person.given_names place.photo person.name_zh person.sex person.birth_date person.nationality "
        "passport.number passport.issue_date passport.expiry_date passport.type passport.countries "
        "person.birth_place person.marital_status contact.email contact.phone_china contact.address_china "
        "contact.address_home visa.kind visa.number visa.expiry_date "
        "employer.name employer.uscc employer.address employer.industry job.title job.type job.department job.duty "
        "job.places job.monthly_salary job.annual_salary job.payer job.contract_start job.contract_end "
        "request.wp_months job.months_in_china talent.chinese_level talent.qualifications talent.plus "
        "request.visa_post education work family place.signature place.seal"
    ),
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue([room("forms")])


def printed(sheet: Sheet) -> list[str]:
    """The questions of the boxes, each where it stands first."""
    return list(dict.fromkeys(question for box in sheet.boxes() for question in box.questions))


@pytest.mark.parametrize(("procedure", "paper"), FIELDS)
def test_the_fields_of_the_form_are_printed_in_its_order(catalogue: Catalogue, procedure: str, paper: str) -> None:
    assert printed(catalogue.sheet(paper, TODAY)) == FIELDS[procedure, paper].split()


def test_a_table_beside_other_fields_has_a_name_for_the_continuation_sheet(catalogue: Catalogue) -> None:
    tables = 0
    for paper in catalogue.papers():
        for page in catalogue.sheet(paper, TODAY).pages:
            for section in page.sections:
                for box in section.boxes:
                    if box.columns:
                        tables += 1
                        alone = {each.question for each in section.boxes if each.questions} == {box.question}
                        assert alone or box.text or box.label, f"{paper}: {box.id}"
    assert tables > 5
