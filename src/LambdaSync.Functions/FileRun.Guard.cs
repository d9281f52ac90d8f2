using LambdaSync.Connections.State;
using LambdaSync.Files;
using LambdaSync.Functions.Engine;
using LambdaSync.Kinds;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

public sealed partial class InboundFiles
{
    // What an unexpected error ends: the record that it is about, else the file. The same bytes would meet it again.
    sealed partial class FileRun
    {
        /// <summary>Processes the file to the end of its job.</summary>
        /// <exception cref="LambdaSync.Connections.ConnectionException">Something outside is away: the file has to be given again.</exception>
        /// <exception cref="RecordsHeldException">Other workers hold some of its records: the file has to be given again.</exception>
        public async Task Go()
        {
            try
            {
                await Process();
            }
            catch (Exception unexpected) when (IsUnexpected(unexpected))
            {
                LogFile(shell.Log, unexpected, landed.Source(_version));
                await Refuse(_version, HandlerIssues.UnexpectedInFile(landed, unexpected.GetType().Name));
            }
        }

        Plan? Guarded(int index, AwsObservation seen, Func<Plan?> decide)
        {
            try
            {
                return decide();
            }
            catch (Exception unexpected) when (IsUnexpected(unexpected))
            {
                return new Plan.Settle(Outcome.Failed, null, [.. seen.Issues, OfRecord(index, unexpected)]);
            }
        }

        AwsObservation Read(AceFile file, int index)
        {
            try
            {
                _document.Clear();
                var record = file.Read(index, _document);
                return new AwsObservation(
                    file.Object, record.AwsId, record.PartnerId, record.Modified, file.Version, record.Superseded, _document.Written.ToArray(), record.Issues).At(Now);
            }
            catch (Exception unexpected) when (IsUnexpected(unexpected))
            {
                return new AwsObservation(file.Object, null, null, null, file.Version, Superseded: false, "{}"u8.ToArray(), [OfRecord(index, unexpected)]);
            }
        }

        Issue OfRecord(int index, Exception unexpected)
        {
            LogRecord(shell.Log, unexpected, index, _jobId);
            return HandlerIssues.UnexpectedInRecord(landed, index, unexpected.GetType().Name);
        }

        // What the store lost of a record is that record's error alone.
        Settlement Parked(Claimed claim, (int Index, AwsObservation Seen) record)
        {
            var issue = RecordIssues.ValueMissing(claim.Missing!);
            var plan = new Plan.Settle(Outcome.Failed, null, [.. record.Seen.Issues, issue]);
            return new Settlement(Detail(record.Index, record.Seen, plan)) { Claim = claim, Next = new WorkNext.Parked(RecordIssues.ValueMissingCause(claim.Missing!)) };
        }

        static bool IsUnexpected(Exception failed) => Failures.IsUnexpected(failed) && failed is not (OperationCanceledException or RecordsHeldException);
    }
}
