using System.Globalization;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Notices as platform events <c>LambdaSync_Notification__e</c>: what people see of them is the organization's (a flow, a component).</summary>
sealed class Notices(SalesforceApi api, SchemaSource schemas)
{
    public const string Event = "LambdaSync_Notification__e";

    public async Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation)
    {
        if ((await schemas.Load(api, [Event], cancellation).ConfigureAwait(false))[Event] is not { } schema)
        {
            var missing = Issue.Error(IssueCodes.CrmRejected, null, null, $"Salesforce has no event {Event} that the integration user may publish.", "Deploy infra/salesforce and assign the permission set LambdaSync_Integration.");
            return [.. notices.Select(_ => CrmResult.Refused(missing))];
        }

        var results = new List<CrmResult>();
        foreach (var part in notices.Chunk(SalesforceApi.MaxParts))
        {
            var parts = part.Select((notice, i) => new ApiPart("n" + i.ToString(CultureInfo.InvariantCulture), HttpMethod.Post, $"/sobjects/{Event}", Body(schema, notice))).ToList();
            // An event that is published twice has the same key.
            var (answers, _) = await api.Composite(parts, isRepeatable: true, cancellation).ConfigureAwait(false);
            results.AddRange(answers.Select(Result));
        }

        return results;
    }

    // Publishing is asynchronous: success means queued.
    static CrmResult Result(ApiPartAnswer answer)
    {
        if (answer.IsSuccess)
            return new CrmResult(CrmOutcome.Created, ErrorReader.Text(answer.Body, "id"), "{}"u8.ToArray(), []);
        var error = answer.Errors is [var first, ..] ? first : SalesforceError.None;
        var (fault, fix) = SalesforceErrors.Of(answer.Status, error);
        var issue = Issue.Error(IssueCodes.CrmRejected, error.Fields is [var field, ..] ? field : null, error.Message, $"Salesforce took no {Event} ({error.Code}).", (fault == SalesforceFault.Gone ? "Deploy infra/salesforce to the organization" : fix) + ".");
        return CrmResult.Without(fault is SalesforceFault.Again or SalesforceFault.Busy ? CrmOutcome.Later : CrmOutcome.Refused, issue);
    }

    // An event of an earlier release of infra/salesforce lacks some of the fields.
    static ReadOnlyMemory<byte> Body(SObject schema, CrmNotice notice) => JsonBody.Object(json =>
    {
        foreach (var (name, value) in new[]
        {
            ("EventId__c", notice.Key), ("Kind__c", notice.Kind), ("Status__c", notice.IsFailure ? "Failed" : "Action Required"), ("Message__c", notice.Text), ("RecordId__c", notice.About?.Id), ("AwsId__c", notice.AwsId),
            ("Time__c", RecordJson.Canonical(notice.At)), ("UserId__c", notice.Person), ("Job__c", notice.Job),
        })
        {
            if (value is not null && schema.Has(name))
                json.WriteString(name, value);
        }
    });
}
