using System.Text;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Local.Crm;
using LambdaSync.Sync;
using LambdaSync.Testing;
using LambdaSync.Testing.Memory;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>The built-in CRM keeps what every CRM keeps, wherever it stores its records.</summary>
public abstract class BuiltInContract : CrmContract
{
    protected IBuiltInCrm BuiltIn => (IBuiltInCrm)Crm;

    protected override async Task<string> Add(string crmObject, string json) => (await BuiltIn.Import(crmObject, Encoding.UTF8.GetBytes(json), Cancellation)).Id!;

    protected override Task Edit(string crmObject, string id, string json) => BuiltIn.Set(crmObject, id, Encoding.UTF8.GetBytes(json), Cancellation);

    protected override Task Delete(string crmObject, string id) => BuiltIn.Delete(crmObject, id, Cancellation);

    protected override Task<bool> Merge(string crmObject, string id, string survivor) => BuiltIn.Replace(crmObject, id, new CrmReference(crmObject, survivor), Cancellation);

    protected override Task<bool> Convert(string lead, string opportunity) => BuiltIn.Replace("Lead", lead, new CrmReference("Opportunity", opportunity), Cancellation);
}

public sealed class MemoryContractTests : BuiltInContract
{
    protected override Task<ICrm> Open() => Task.FromResult<ICrm>(new MemoryCrm(TimeProvider.System));

    protected override Task Close() => Task.CompletedTask;
}

public sealed class SqliteContractTests : BuiltInContract
{
    readonly BuiltInCrm _crm = new(":memory:");

    protected override Task<ICrm> Open() => Task.FromResult<ICrm>(_crm);

    protected override Task Close()
    {
        _crm.Dispose();
        return Task.CompletedTask;
    }
}

public sealed class DynamoContractTests(Moto moto) : BuiltInContract
{
    Deployment? _deployment;

    protected override async Task<ICrm> Open()
    {
        _deployment = await Deployment.Create(moto.Server);
        return new DynamoCrm(_deployment.Dynamo, _deployment.CrmTable, _deployment.S3, _deployment.DataBucket, TimeProvider.System);
    }

    protected override Task Close()
    {
        _deployment?.Dispose();
        return Task.CompletedTask;
    }
}
