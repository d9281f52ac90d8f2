using System.CommandLine;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.State;
using LambdaSync.Functions;

namespace LambdaSync.Cli;

/// <summary>What a verb looks at: a folder of the one-machine edition, or a deployed stack.</summary>
/// <param name="catalog">The one that it syncs.</param>
sealed class DataSource(string catalog, ISyncStore store, IBuiltInCrm crm, IDisposable owner) : IDisposable
{
    public string Catalog => catalog;

    public ISyncStore Store => store;

    public IBuiltInCrm Crm => crm;

    public void Dispose() => owner.Dispose();

    /// <summary>The two options that name one.</summary>
    public sealed class Options
    {
        readonly Option<DirectoryInfo> _data = Cli.Options.Data();

        readonly Option<string?> _stack = new("--stack")
        {
            Description = "A deployed stack: the Name it was deployed with. Credentials and region come from the AWS settings of this machine (AWS_PROFILE, AWS_REGION). Default: the data folder.",
        };

        public Options AddTo(Command command)
        {
            command.Add(_data);
            command.Add(_stack);
            return this;
        }

        /// <summary>The source, or null after telling that the folder holds no data.</summary>
        /// <param name="make">Makes the folder when there is none.</param>
        /// <exception cref="Connections.ConnectionException">There is no such stack, or it can't be reached.</exception>
        public async Task<DataSource?> Open(ParseResult parsed, Terminal terminal, CancellationToken cancellation, bool make = false)
        {
            if (parsed.GetValue(_stack) is { } name)
            {
                var stack = await DeployedStack.Open(name, cancellation);
                return new DataSource(stack.Catalog, stack.Store, stack.Crm, stack);
            }

            var data = parsed.GetValue(_data)!;
            var machine = make ? Machine.Open(data) : Machine.OpenExisting(data, terminal);
            return machine is null ? null : new DataSource(SyncSettings.Default.Catalog, machine.Store, machine.Crm, machine);
        }
    }
}
