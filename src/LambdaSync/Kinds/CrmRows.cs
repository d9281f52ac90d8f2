using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Kinds;

/// <summary>Rows for the CRM out of decisions.</summary>
public static class CrmRows
{
    public static CrmWrite Of(CompiledMapping mapping, Plan.Write write)
    {
        var source = mapping.Source;
        var template = write.CrmId is null && source.Template is { } t ? new CrmTemplate(t.Record, t.Account, t.CreateAccount) : null;
        return new CrmWrite(write.CrmId, source.AwsId, write.Next.Key.Id, write.Fields, template, mapping.BaselineFields);
    }
}
