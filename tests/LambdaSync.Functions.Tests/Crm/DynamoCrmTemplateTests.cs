using LambdaSync.Connections.BuiltIn;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Testing;

namespace LambdaSync.Functions.Tests.Crm;

public sealed class DynamoCrmTemplateTests(Moto moto) : BuiltInCrmTemplateContract
{
    Deployment? _deployment;

    protected override async Task<IBuiltInCrm> Open()
    {
        _deployment = await Deployment.Create(moto.Server);
        return new DynamoCrm(_deployment.Dynamo, _deployment.CrmTable, _deployment.S3, _deployment.DataBucket, TimeProvider.System);
    }

    protected override void Close() => _deployment?.Dispose();
}
