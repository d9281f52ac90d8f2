"""What a partner and AWS do with Partner Central, by every operation of botocore's model at least once."""
import json
import urllib.request

import botocore.exceptions


class Scenario:
    """The steps. `call` drives one operation and gives its parsed answer; `act` acts as AWS."""

    def __init__(self, client, endpoint):
        self.client, self.endpoint, self.tokens = client, endpoint, 0
        self.refusal = None

    def call(self, method, **arguments):
        return getattr(self.client, method)(Catalog="AWS", **arguments)

    def refused(self, error, method, **arguments):
        """A request that has to be answered with this error, and that boto3 has to raise as the model's."""
        self.refusal = error
        try:
            self.call(method, **arguments)
        except botocore.exceptions.ClientError as raised:
            assert isinstance(raised, getattr(self.client.exceptions, error)), f"{method}: boto3 raised {type(raised).__name__} for {error}"
            return raised.response
        finally:
            self.refusal = None
        raise AssertionError(f"{method} was not refused with {error}")

    def act(self, verb, **arguments):
        request = urllib.request.Request(f"{self.endpoint}/_control/{verb}", json.dumps(arguments).encode(), method="POST")
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def token(self):
        self.tokens += 1
        return f"referee-{self.tokens}"

    def later(self):
        """Tasks take a moment."""
        self.act("clock", advanceSeconds=60)

    def run(self):
        self.act("reset")
        self.act("settings", quotas=False)
        self.act("add-solution", id="S-0000001", name="A solution")
        self.act("add-user", email="sam@example.com", firstName="Sam", lastName="Example")
        shared = self.opportunities()
        self.submission(shared)
        self.referral()
        lead = self.lead()
        self.engagements(lead)
        self.prospecting(lead)
        self.unknown()
        self.snapshots(lead, shared)
        self.tags(shared)
        self.refusals(shared)

    def body(self, title):
        return {
            "Customer": {
                "Account": {"CompanyName": "Example Ltd", "Industry": "Manufacturing", "WebsiteUrl": "https://example.com", "AwsAccountId": "111122223333",
                            "Address": {"CountryCode": "US", "PostalCode": "98101", "City": "Seattle", "StateOrRegion": "Washington"}},
                "Contacts": [{"Email": "buyer@example.com", "FirstName": "Bo", "LastName": "Buyer", "BusinessTitle": "CTO", "Phone": "+12065550100"}],
            },
            "Project": {"Title": title, "CustomerBusinessProblem": "A problem that takes some words to tell.", "DeliveryModels": ["SaaS or PaaS"],
                        "ExpectedCustomerSpend": [{"Amount": "2500.00", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS"}],
                        "CustomerUseCase": "Migration / Database Migration", "SalesActivities": ["Initialized discussions with customer"]},
            "LifeCycle": {"Stage": "Qualified", "TargetCloseDate": "2099-12-31", "NextSteps": "Call the customer"},
            "OpportunityType": "Net New Business",
            "NationalSecurity": "No",
            "PrimaryNeedsFromAws": ["Co-Sell - Deal Support"],
            "Marketing": {"Source": "None"},
        }

    def project(self):
        return {"CustomerProject": {
            "Customer": {"Industry": "Manufacturing", "CompanyName": "Example Ltd", "WebsiteUrl": "https://example.com", "CountryCode": "US"},
            "Project": {"Title": "A project", "BusinessProblem": "A problem that takes fifty characters and some more to tell.", "TargetCompletionDate": "2099-12-31"}}}

    def create(self, title):
        return self.call("create_opportunity", ClientToken=self.token(), Origin="Partner Referral", PartnerOpportunityIdentifier="006A", **self.body(title))["Id"]

    def opportunities(self):
        draft, shared = self.create("A draft"), self.create("A shared one")
        now = self.call("get_opportunity", Identifier=draft)
        changed = self.body("A draft, renamed")
        # Left out, the review status would be gone for good.
        changed["LifeCycle"]["ReviewStatus"] = now["LifeCycle"]["ReviewStatus"]
        self.call("update_opportunity", Identifier=draft, LastModifiedDate=now["LastModifiedDate"], **changed)
        for kind, entity in (("Solutions", "S-0000001"), ("AwsProducts", "EC2")):
            self.call("associate_opportunity", OpportunityIdentifier=shared, RelatedEntityType=kind, RelatedEntityIdentifier=entity)
        self.call("disassociate_opportunity", OpportunityIdentifier=shared, RelatedEntityType="AwsProducts", RelatedEntityIdentifier="EC2")
        self.call("list_solutions", Status=["Active"], Sort={"SortBy": "Name", "SortOrder": "ASCENDING"})
        self.call("list_opportunities", MaxResults=1, Sort={"SortBy": "LastModifiedDate", "SortOrder": "ASCENDING"})
        pages = self.client.get_paginator("list_opportunities").paginate(Catalog="AWS", PaginationConfig={"PageSize": 1})
        assert sum(len(page["OpportunitySummaries"]) for page in pages) == 2
        self.call("associate_opportunity", OpportunityIdentifier=draft, RelatedEntityType="Solutions", RelatedEntityIdentifier="S-0000001")
        self.call("submit_opportunity", Identifier=draft, InvolvementType="Co-Sell", Visibility="Full")
        self.act("approve", id=draft)
        self.act("score", id=draft, engagementScore="High", quality=72, trend="Improving", motion="Agent-engaged",
                 recommendations=[{"Type": "OpportunityQuality", "Details": "Name a contact", "Attributes": {"Field": "Customer.Contacts"}}])
        summary = self.call("get_aws_opportunity_summary", RelatedOpportunityIdentifier=draft)
        assert (summary["Insights"]["OpportunityQuality"]["Score"], summary["CosellMotion"]) == (72, "Agent-engaged"), summary
        self.call("assign_opportunity", Identifier=draft, Assignee={"Email": "sam@example.com", "FirstName": "Sam", "LastName": "Example", "BusinessTitle": "PartnerAccountManager"})
        owned = self.call("get_opportunity", Identifier=draft)
        assert owned["OpportunityTeam"][0]["Email"] == "sam@example.com", owned
        return shared

    def submission(self, shared):
        self.call("start_engagement_from_opportunity_task", ClientToken=self.token(), Identifier=shared, AwsSubmission={"InvolvementType": "Co-Sell", "Visibility": "Full"})
        self.later()
        tasks = self.call("list_engagement_from_opportunity_tasks", OpportunityIdentifier=[shared])["TaskSummaries"]
        assert [task["TaskStatus"] for task in tasks] == ["COMPLETE"], tasks
        self.call("list_engagement_invitations", ParticipantType="SENDER", Sort={"SortBy": "InvitationDate", "SortOrder": "DESCENDING"})
        self.act("approve", id=shared)

    def referral(self):
        invited = self.act("invite", company="Customer Ltd", title="A referral")
        invitation = self.call("list_engagement_invitations", ParticipantType="RECEIVER", Status=["PENDING"])["EngagementInvitationSummaries"][0]
        assert invitation["Id"] == invited["id"]
        self.call("get_engagement_invitation", Identifier=invitation["Id"])
        self.call("start_engagement_by_accepting_invitation_task", ClientToken=self.token(), Identifier=invitation["Id"])
        self.later()
        task = self.call("list_engagement_by_accepting_invitation_tasks", EngagementInvitationIdentifier=[invitation["Id"]])["TaskSummaries"][0]
        assert task["TaskStatus"] == "COMPLETE", task
        self.call("get_opportunity", Identifier=task["OpportunityId"])
        self.call("get_engagement_invitation", Identifier=invitation["Id"])
        self.call("get_aws_opportunity_summary", RelatedOpportunityIdentifier=task["OpportunityId"])
        other = self.act("invite", company="Another Ltd", title="One to refuse")
        self.call("reject_engagement_invitation", Identifier=other["id"], RejectionReason="Unable to support")
        self.call("get_engagement_invitation", Identifier=other["id"])

    def lead(self):
        invited = self.act("invite-lead", company="Lead Ltd")
        self.call("get_engagement_invitation", Identifier=invited["id"])
        self.call("accept_engagement_invitation", Identifier=invited["id"])
        engagement = self.call("get_engagement", Identifier=invited["engagementId"])
        context = engagement["Contexts"][0]
        lead = dict(context["Payload"]["Lead"], QualificationStatus="Qualified")
        lead.pop("Insights", None)
        lead["Interaction"] = lead.pop("Interactions")[0]
        self.call("update_engagement_context", EngagementIdentifier=engagement["Id"], ContextIdentifier=context["Id"], EngagementLastModifiedAt=engagement["ModifiedAt"],
                  Type="Lead", Payload={"Lead": lead})
        self.call("start_opportunity_from_engagement_task", ClientToken=self.token(), Identifier=engagement["Id"], ContextIdentifier=context["Id"])
        self.later()
        task = self.call("list_opportunity_from_engagement_tasks", EngagementIdentifier=[engagement["Id"]])["TaskSummaries"][0]
        assert task["TaskStatus"] == "COMPLETE", task
        self.call("get_opportunity", Identifier=task["OpportunityId"])
        return engagement["Id"]

    def engagements(self, lead):
        project = self.project()
        made = self.call("create_engagement", ClientToken=self.token(), Title="Ours", Description="An engagement of ours", Contexts=[{"Type": "CustomerProject", "Payload": project}])
        self.call("create_engagement_invitation", ClientToken=self.token(), EngagementIdentifier=made["Id"], Invitation={
            "Message": "Join us", "Receiver": {"Account": {"Alias": "Partner", "AwsAccountId": "222233334444"}},
            "Payload": {"OpportunityInvitation": {
                "SenderContacts": [{"Email": "sam@example.com", "FirstName": "Sam", "LastName": "Example", "BusinessTitle": "Owner"}], "ReceiverResponsibilities": ["Distributor"],
                "Customer": {"CompanyName": "Example Ltd", "Industry": "Manufacturing", "WebsiteUrl": "https://example.com", "CountryCode": "US"},
                "Project": {"Title": "A project", "BusinessProblem": "A problem that takes fifty characters and some more to tell.", "TargetCompletionDate": "2099-12-31",
                            "ExpectedCustomerSpend": [{"Amount": "10", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS"}]}}}})
        # One context of a kind an engagement: the lead's gets the project.
        self.call("create_engagement_context", ClientToken=self.token(), EngagementIdentifier=lead, Type="CustomerProject", Payload=project)
        self.call("get_engagement", Identifier=made["Id"])
        self.call("list_engagements", Sort={"SortBy": "CreatedDate", "SortOrder": "ASCENDING"})
        self.call("list_engagement_members", Identifier=made["Id"])
        self.call("list_engagement_resource_associations", EngagementIdentifier=lead)

    def prospecting(self, lead):
        started = self.call("start_prospecting_from_engagement_task", ClientToken=self.token(), TaskName="Autumn", Identifiers=[lead, "eng-99999999999999"])
        self.call("get_prospecting_from_engagement_task", TaskIdentifier=started["TaskId"])
        self.later()
        ends = self.call("get_prospecting_from_engagement_task", TaskIdentifier=started["TaskId"])["Engagements"]
        assert [end["Status"] for end in ends] == ["COMPLETED", "FAILED"], ends
        self.call("list_prospecting_from_engagement_tasks", TaskName=["Autumn"])
        self.call("get_engagement", Identifier=lead)

    def unknown(self):
        """Records of which little is known, and money that AWS adds to: no member may be missing or unknown in their answers either."""
        bare = self.call("create_opportunity", ClientToken=self.token(), Marketing={"Source": "None"})["Id"]
        self.call("get_opportunity", Identifier=bare)
        listed = self.call("list_opportunities", Identifier=[bare])["OpportunitySummaries"]
        assert "Account" not in listed[0]["Customer"], listed
        body = self.body("A contract")
        del body["Customer"]["Contacts"]
        body["Project"].update(ExpectedContractDuration={"Term": "Months", "Value": "36"}, ExpectedCustomerSpend=[
            {"Amount": "36000", "CurrencyCode": "USD", "Frequency": "None", "TargetCompany": "Self"}])
        contract = self.call("create_opportunity", ClientToken=self.token(), **body)["Id"]
        entries = self.call("get_opportunity", Identifier=contract)["Project"]["ExpectedCustomerSpend"]
        assert [entry["TargetCompany"] for entry in entries] == ["AWS", "Self"], entries
        self.call("list_opportunities", Identifier=[contract])
        self.call("associate_opportunity", OpportunityIdentifier=contract, RelatedEntityType="Solutions", RelatedEntityIdentifier="Other")
        self.call("get_opportunity", Identifier=contract)
        sparse = self.act("invite-lead", company="Sparse Ltd", sparse=True, customer={"Industry": "Fishing, mostly", "Address": {"CountryCode": "Wales"}})
        self.call("get_engagement_invitation", Identifier=sparse["id"])
        self.call("accept_engagement_invitation", Identifier=sparse["id"])
        self.call("get_engagement", Identifier=sparse["engagementId"])
        self.call("list_engagements", EngagementIdentifier=[sparse["engagementId"]])

    def snapshots(self, engagement, shared):
        associated = self.call("list_engagement_resource_associations")["EngagementResourceAssociationSummaries"]
        own = next(a for a in associated if a.get("ResourceId") == shared)
        what = {"EngagementIdentifier": own["EngagementId"], "ResourceType": "Opportunity", "ResourceIdentifier": shared}
        template = {"ResourceSnapshotTemplateIdentifier": "OpportunitySummaryView"}
        self.call("put_selling_system_settings", ResourceSnapshotJobRoleIdentifier="arn:aws:iam::123456789012:role/snapshots")
        self.call("get_selling_system_settings")
        self.call("create_resource_snapshot", ClientToken=self.token(), **what, **template)
        listed = self.call("list_resource_snapshots", EngagementIdentifier=own["EngagementId"])["ResourceSnapshotSummaries"]
        self.call("get_resource_snapshot", **what, **template, Revision=listed[0]["Revision"])
        # The submission made a job already; there is one a record, so it goes before another is made.
        job = self.call("list_resource_snapshot_jobs", EngagementIdentifier=own["EngagementId"])["ResourceSnapshotJobSummaries"][0]
        for step in ("stop", "start", "get", "stop", "delete"):
            self.call(f"{step}_resource_snapshot_job", ResourceSnapshotJobIdentifier=job["Id"])
        self.call("create_resource_snapshot_job", ClientToken=self.token(), **what, **template)

    def tags(self, shared):
        arn = f"arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/{shared}"
        self.client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "one"}])
        self.client.list_tags_for_resource(ResourceArn=arn)
        self.client.untag_resource(ResourceArn=arn, TagKeys=["team"])

    def refusals(self, shared):
        """Each error of the model, by a rule that answers with it."""
        wrong = self.refused("ValidationException", "get_opportunity", Identifier="no id")
        assert (wrong["Reason"], wrong["ErrorList"][0]["FieldName"]) == ("REQUEST_VALIDATION_FAILED", "Identifier"), wrong
        draft = self.create("A draft without a solution")
        wrong = self.refused("ValidationException", "assign_opportunity", Identifier=draft,
                             Assignee={"Email": "ann@example.com", "FirstName": "Ann", "LastName": "Example", "BusinessTitle": "PartnerAccountManager"})
        assert wrong["Reason"] == "BUSINESS_VALIDATION_FAILED" and wrong["ErrorList"], wrong
        wrong = self.refused("ValidationException", "create_opportunity", ClientToken=self.token(),
                             Project={"ExpectedCustomerSpend": [{"CurrencyCode": "JPY", "Frequency": "None", "TargetCompany": "Self", "Amount": "1"}]})
        fields = {error["FieldName"] for error in wrong["ErrorList"]}
        assert {"Marketing.Source", "project.expectedContractDuration", "project.expectedCustomerSpend.currencyCode"} <= fields, wrong
        self.refused("ResourceNotFoundException", "get_opportunity", Identifier="O999999999")
        before = self.call("get_opportunity", Identifier=draft)["LastModifiedDate"]
        self.call("update_opportunity", Identifier=draft, LastModifiedDate=before, **self.body("Renamed"))
        self.refused("ConflictException", "update_opportunity", Identifier=draft, LastModifiedDate=before, **self.body("Renamed by somebody who read it before"))
        sent = self.call("list_engagement_invitations", ParticipantType="SENDER", Status=["PENDING"])["EngagementInvitationSummaries"][0]
        self.refused("AccessDeniedException", "reject_engagement_invitation", Identifier=sent["Id"], RejectionReason="Unable to support")
        self.act("fault", kind="Throttle", operation="GetOpportunity")
        self.refused("ThrottlingException", "get_opportunity", Identifier=shared)
        self.act("fault", kind="Error500", operation="GetOpportunity")
        self.refused("InternalServerException", "get_opportunity", Identifier=shared)
        self.too_many_contexts()

    def too_many_contexts(self):
        full = self.call("create_engagement", ClientToken=self.token(), Title="Full", Description="An engagement with as many contexts as it takes")["Id"]
        context = {"Type": "CustomerProject", "Payload": self.project()}
        for _ in range(5):
            self.call("create_engagement_context", ClientToken=self.token(), EngagementIdentifier=full, **context)
        self.refused("ServiceQuotaExceededException", "create_engagement_context", ClientToken=self.token(), EngagementIdentifier=full, **context)
