using System.Globalization;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Notices as platform events <c>LambdaSync_Notification__e</c>: what people see of them is the organization's (a flow, a component).</summary>
sealed class Notices(SalesforceApi api)
{
    public const string Event = "LambdaSync_Notification__e";

    public async Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation)
    {
        var results = new List<CrmResult>();
        foreach (var part in notices.Chunk(SalesforceApi.MaxParts))
        {
            var parts = part.Select((notice, i) => new ApiPart("n" + i.ToString(CultureInfo.InvariantCulture), HttpMethod.Post, $"/sobjects/{Event}", Body(notice))).ToList();
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
        var error = answer.Errors.FirstOrDefault() ?? new SalesforceError("", "", [], []);
        var (fault, fix) = SalesforceErrors.Of(answer.Status, error);
        var issue = Issue.Error(IssueCodes.CrmRejected, error.Fields.FirstOrDefault(), error.Message, $"Salesforce took no {Event} ({error.Code}).", (fault == SalesforceFault.Gone ? "Deploy infra/salesforce to the organization" : fix) + ".");
        return CrmResult.Without(fault is SalesforceFault.Again or SalesforceFault.Busy ? CrmOutcome.Later : CrmOutcome.Refused, issue);
    }

    static ReadOnlyMemory<byte> Body(CrmNotice notice) => JsonBody.Object(json =>
    {
        json.WriteString("Key__c", notice.Key);
        json.WriteString("Kind__c", notice.Kind);
        json.WriteString("Text__c", notice.Text);
        json.WriteString("Object__c", notice.About?.Object);
        json.WriteString("Record_Id__c", notice.About?.Id);
        json.WriteString("AWS_Id__c", notice.AwsId);
        json.WriteString("Time__c", notice.At);
    });
}
