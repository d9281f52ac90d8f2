using System.Reflection;
using Amazon;

namespace LambdaSync.Simulation.Kernel;

/// <summary>
/// AWS's SDK signs with the machine's clock and takes no other. Here it gets the one of whoever runs on the pump, through the field
/// that its own tests use.
/// </summary>
static class SdkClock
{
    static Pump? s_pump;

    public static void Follow(Pump pump)
    {
        if (s_pump is null)
        {
            var field = typeof(AWSConfigs).GetField("utcNowSource", BindingFlags.Static | BindingFlags.NonPublic)
                ?? throw new KernelException("AWSConfigs.utcNowSource is gone: this version of AWSSDK.Core needs another way to its clock");
            field.SetValue(null, new Func<DateTime>(Now));
            // What one request taught about the clock would be known to the next seed.
            AWSConfigs.CorrectForClockSkew = false;
        }

        s_pump = pump;
    }

    static DateTime Now() => (s_pump!.Now + s_pump.Running.ClockIsAhead).UtcDateTime;
}
