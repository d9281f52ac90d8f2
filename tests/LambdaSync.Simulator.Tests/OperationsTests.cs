using LambdaSync.Simulator.Model;
using LambdaSync.Simulator.Operations;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>The simulator against the service's model.</summary>
public sealed class OperationsTests
{
    // The model's list of operations: each is played, and nothing else.
    [Fact]
    public void Every_operation_of_the_model_is_played() => Assert.Equal(ApiModel.Shared.Operations.Keys.Order(StringComparer.Ordinal), Handlers.All.Keys.Order(StringComparer.Ordinal));
}
