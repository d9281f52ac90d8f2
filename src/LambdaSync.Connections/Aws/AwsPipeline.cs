using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace LambdaSync.Connections.Aws;

/// <summary>The SDK's pipeline with our two ends: <see cref="CallMarshaller"/> before it, <see cref="ReplyReader"/> after it.</summary>
sealed class AwsPipeline : AmazonServiceClient
{
    readonly InvokeOptions _options;

    public AwsPipeline(AwsApi api, AwsClientConfig config) : base(config) => _options = Ends(api);

    public AwsPipeline(AwsApi api, AwsClientConfig config, AWSCredentials credentials) : base(credentials, config) => _options = Ends(api);

    public Task<AwsReply> Send(AwsCall call, CancellationToken cancellation) => InvokeAsync<AwsReply>(call, _options, cancellation);

    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    // The two handlers a service package adds; the SDK's own resolver looks for endpoints.json entries that these APIs lack.
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new BaseEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4());
    }

    static InvokeOptions Ends(AwsApi api) =>
        new() { RequestMarshaller = new CallMarshaller(api), ResponseUnmarshaller = ReplyReader.Instance };

    sealed class SigV4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => "";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
