using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds.Invitations;

/// <summary>How an invitation stands, as fields of its CRM record.</summary>
static class InvitationStatus
{
    const string AcceptedWord = "Accepted";

    /// <summary>The word for the CRM.</summary>
    public static string Word(InvitationMemo memo) => memo switch
    {
        { Task: { IsRunning: true } } => "Accepting",
        { Status: InvitationMemo.Accepted } => AcceptedWord,
        { Status: InvitationMemo.Rejected } => "Rejected",
        { Status: InvitationMemo.Expired } => "Expired",
        { IsGone: true } => "No longer available",
        _ => "Invited",
    };

    /// <summary>What to write so that the CRM shows how the invitation stands: only what differs from what it holds.</summary>
    public static FlatRecord Changes(InvitationMapping mapping, InvitationMemo memo, Issue? error, FlatRecord crm) =>
        Changes(mapping, Word(memo), error is null ? null : ErrorText.Of(error), crm);

    /// <summary>The row with the acceptance in it, where an opportunity has taken over an invitation's CRM record.</summary>
    /// <param name="row">The row that there is anyway, or null.</param>
    public static CrmWrite? AddTo(CrmWrite? row, ObjectMapping source, RecordView view)
    {
        if (source.Invitation is not { } mapping || view is not { State: { Closed: false } state, CrmNow: { } crm } || !IsOfInvitation(state))
            return row;
        // Where the opportunity's own status is shown, it is the status.
        var own = source.Status?.Fields().Select(f => f.Crm).ToList() ?? [];
        var changes = Changes(mapping with { Status = Free(mapping.Status), Error = Free(mapping.Error) }, AcceptedWord, null, crm);
        if (changes.Count == 0)
            return row;
        var fields = new FlatRecord(row?.Fields ?? "{}"u8.ToArray());
        foreach (var (name, value) in changes.Fields)
            fields[name] = value;
        return row is null ? new CrmWrite(state.CrmId, source.AwsId, state.Key.Id, fields.ToJson(), null, []) : row with { Fields = fields.ToJson() };

        string? Free(string? field) => field is not null && own.Contains(field) ? null : field;
    }

    static bool IsOfInvitation(RecordState state) => InvitationDocument.Has(state.AwsBaseline);

    static FlatRecord Changes(InvitationMapping mapping, string status, string? error, FlatRecord crm)
    {
        var changes = new FlatRecord();
        Put(mapping.Status, status);
        Put(mapping.Error, error);
        return changes;

        // A CRM with less room keeps the beginning; that it is not the whole is no reason to write it again.
        void Put(string? field, string? text)
        {
            if (field is null)
                return;
            var held = crm.IsEmpty(field) ? null : Scalars.TextOf(crm[field]!) ?? crm[field];
            if (text is null ? held is not null : held is null || !text.StartsWith(held, StringComparison.Ordinal))
                changes[field] = text is null ? "null" : Scalars.OfText(text);
        }
    }
}
